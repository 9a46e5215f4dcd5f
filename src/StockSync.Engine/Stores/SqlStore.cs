using Polly;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores;

/// <summary>What both stores share: the small tables, the schema, looking at the database.</summary>
abstract class SqlStore : ISyncStore
{
    readonly DatabaseConnections _connections;

    /// <summary>A store, or one more view of it.</summary>
    /// <param name="connections">The database, which all views share.</param>
    /// <param name="retry">Repeats transactions; null for one attempt.</param>
    /// <param name="queue">Takes the statements of a batch; null outside of one.</param>
    /// <param name="steps">The schema.</param>
    /// <param name="time">The clock of the journal.</param>
    protected SqlStore(
        DatabaseConnections connections, ResiliencePipeline? retry, StatementQueue? queue, IReadOnlyList<SchemaStep> steps, TimeProvider time)
    {
        _connections = connections;
        (Steps, Time) = (steps, time);
        Database = new StoreDatabase(connections, retry, queue);
        Tables = new StoreTables(Database);
        Journal = new SchemaJournal(Database, steps, time);
    }

    public string Target => $"{_connections.Kind} {_connections.Place}";

    public abstract IBarStore Bars { get; }

    public IDayStore Days => Tables.Days;

    public IAbsenceStore Absences => Tables.Absences;

    public IFailureStore Failures => Tables.Failures;

    public IClaimStore Claims => Tables.Claims;

    public IReferenceStore Reference => Tables.Reference;

    public IRunStore Runs => Tables.Runs;

    public ILeaseStore Lease => Tables.Lease;

    public IServiceStore Services => Tables.Services;

    public IAlertStore Alerts => Tables.Alerts;

    public IHistoryStore History => Tables.History;

    public virtual IWorkerStore? Workers => null;

    protected StoreDatabase Database { get; }

    protected StoreTables Tables { get; }

    protected SchemaJournal Journal { get; }

    protected IReadOnlyList<SchemaStep> Steps { get; }

    protected TimeProvider Time { get; }

    public abstract ISyncStore WithRetry(ResiliencePipeline retry);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _connections.DisposeAsync();
    }

    public virtual StoreBatch<ISyncStore> NewBatch() => new(this);

    public async Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken)
    {
        var (server, version) = await ReadServerAndVersionAsync(cancellationToken);
        return Describe(server, version, 0);
    }

    public async Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken)
    {
        await PrepareToWriteAsync(cancellationToken);
        int applied = await Journal.UpgradeAsync(cancellationToken);
        var (server, version) = await ReadServerAndVersionAsync(cancellationToken);
        return server.IsWritable
            ? Describe(server, version, applied)
            : throw StoreErrors.ReadOnly(_connections.Place, server.WhyNotWritable, null);
    }

    /// <summary>Looks at the database without changing anything, as a part of a batch.</summary>
    protected abstract Task<ServerInfo> ReadServerInfoAsync(CancellationToken cancellationToken);

    /// <summary>Creates what must be there before the first statement.</summary>
    protected virtual Task PrepareToWriteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    DatabaseInfo Describe(ServerInfo server, int version, int applied) => new()
    {
        Kind = _connections.Kind,
        Target = _connections.Place,
        ServerVersion = server.Version,
        SchemaVersion = version,
        NewestSchema = Journal.Newest,
        UpgradesApplied = applied,
        IsWritable = server.IsWritable,
        WhyNotWritable = server.WhyNotWritable,
        SizeBytes = server.SizeBytes,
    };

    // Of two failures the server's is told.
    async Task<(ServerInfo Server, int Version)> ReadServerAndVersionAsync(CancellationToken cancellationToken)
    {
        var batch = NewBatch();
        var server = batch.Add(store => ((SqlStore)store).ReadServerInfoAsync(cancellationToken));
        var version = batch.Add(store => ((SqlStore)store).Journal.ReadVersionAsync(cancellationToken));
        await batch.RunAsync(cancellationToken);
        return (server.Value, version.Value);
    }
}

/// <summary>What a look at a database tells.</summary>
/// <param name="Version">The server's or the library's version.</param>
/// <param name="SizeBytes">Size.</param>
/// <param name="IsWritable">True when rows may be written.</param>
/// <param name="WhyNotWritable">The cause, where they may not.</param>
sealed record ServerInfo(string Version, long SizeBytes, bool IsWritable, string WhyNotWritable);
