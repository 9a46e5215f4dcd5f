using Microsoft.Data.Sqlite;
using Polly;
using StockSync.Engine.Stores.Commit;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Schema;
using StockSync.Engine.Stores.Sql;

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
        : base(file, retry, steps, time) => _file = file;

    public override ISyncStore WithRetry(ResiliencePipeline retry) => new SqliteStore(_file, retry, Steps, Time);

    // The key begins with the day, so there is nothing to prepare.
    public override Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task AnalyzeAsync(CancellationToken cancellationToken) =>
        // A sample is enough for the planner; without the limit SQLite reads the whole file.
        Database.RunAsync([new("pragma analysis_limit = 1000"), new("analyze")], cancellationToken);

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

    protected override async Task WriteAsync(
        StoreConnection connection,
        CommitBatch script,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken)
    {
        await connection.RunAsync(script.Opening, cancellationToken);
        script.CheckRight();
        if (commit.Bars is { Count: > 0 } bars)
        {
            using var writer = new SqliteBarWriter(((SqliteStoreConnection)connection).Connection);
            writer.Write(bars, perDay, cancellationToken);
        }
        await connection.RunAsync(script.Counting, cancellationToken);
    }
}
