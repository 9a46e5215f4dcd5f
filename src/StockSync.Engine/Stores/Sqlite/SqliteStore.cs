using Microsoft.Data.Sqlite;
using Polly;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>The embedded store: one file, no server.</summary>
sealed class SqliteStore : SqlStore
{
    // How long a writer of another process may hold the file.
    static readonly TimeSpan s_busyTimeout = TimeSpan.FromSeconds(15);

    readonly SqliteDatabase _file;

    public SqliteStore(string path, TimeProvider time)
        : this(path, SchemaStep.Load("Stores/Sqlite/Schema"), time, s_busyTimeout)
    {
    }

    public SqliteStore(string path, IReadOnlyList<SchemaStep> steps, TimeProvider time, TimeSpan busyTimeout)
        : this(new SqliteDatabase(path, busyTimeout), null, steps, time)
    {
    }

    SqliteStore(SqliteDatabase file, ResiliencePipeline? retry, IReadOnlyList<SchemaStep> steps, TimeProvider time)
        : base(file, retry, null, steps, time)
    {
        _file = file;
        Bars = new SqliteBarTable(Database, Tables);
    }

    public override IBarStore Bars { get; }

    public override ISyncStore WithRetry(ResiliencePipeline retry) => new SqliteStore(_file, retry, Steps, Time);

    protected override async Task<ServerInfo> ReadServerInfoAsync(CancellationToken cancellationToken)
    {
        // Asked through a connection object: its type brings the native library in, and nothing is opened.
        using var library = new SqliteConnection();
        string version = library.ServerVersion;
        if (!SqliteFile.Exists(_file.Place))
            return new ServerInfo(version, 0, true, "");
        var (isWritable, bytes) = await Database.TryAsync(_file.ReadFileInfoAsync, cancellationToken);
        return new ServerInfo(version, bytes, isWritable, isWritable ? "" : "read-only");
    }

    protected override Task PrepareToWriteAsync(CancellationToken cancellationToken)
    {
        _file.Create();
        return Task.CompletedTask;
    }
}
