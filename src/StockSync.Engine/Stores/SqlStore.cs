using System.Diagnostics;
using Polly;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Commit;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Schema;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores;

/// <summary>What both stores share: small tables, the shape of a commit, reading.</summary>
abstract class SqlStore : ISyncStore
{
    readonly DatabaseConnections _connections;
    readonly StoreTables _tables;
    readonly BarReads _bars;

    /// <summary>A store, or one more view of it.</summary>
    /// <param name="connections">The database, which all views share.</param>
    /// <param name="retry">Repeats transactions; null for one attempt.</param>
    /// <param name="steps">The schema.</param>
    /// <param name="time">The clock of the journal.</param>
    protected SqlStore(DatabaseConnections connections, ResiliencePipeline? retry, IReadOnlyList<SchemaStep> steps, TimeProvider time)
    {
        _connections = connections;
        (Steps, Time) = (steps, time);
        Database = new StoreDatabase(connections, retry);
        _tables = new StoreTables(Database);
        _bars = new BarReads(Database);
        Journal = new SchemaJournal(Database, steps, time);
    }

    public string Target => $"{_connections.Kind} {_connections.Place}";

    public virtual IWorkerStore? Workers => null;

    protected StoreDatabase Database { get; }

    protected SchemaJournal Journal { get; }

    protected IReadOnlyList<SchemaStep> Steps { get; }

    protected TimeProvider Time { get; }

    public abstract ISyncStore WithRetry(ResiliencePipeline retry);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _connections.DisposeAsync();
    }

    public IDisposable Gather() => _connections.Gather();

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

    public virtual Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        Debug.Assert(commit.Bars is null || IsSorted(commit.Bars), "the caller sorts rows and keeps each key once");
        return Database.WriteAsync(
            async connection =>
            {
                var script = Script(commit);
                var perDay = new Dictionary<DateOnly, RowCounts>();
                await WriteAsync(connection, script, commit, perDay, cancellationToken);
                return await script.CloseAsync(connection, perDay, cancellationToken);
            },
            cancellationToken);
    }

    public abstract Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    public abstract Task AnalyzeAsync(CancellationToken cancellationToken);

    public Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _bars.CountAsync(from, to, cancellationToken);

    public IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken) =>
        _bars.ReadKeysAsync(from, to, codes, cancellationToken);

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) => _bars.ReadFiguresAsync(day, cancellationToken);

    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) =>
        _bars.ReadBarsAsync(query, cancellationToken);

    public Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        _tables.Days.GetDaysAsync(from, to, cancellationToken);

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        _tables.Days.DeleteDaysAsync(dates, cancellationToken);

    public Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _tables.Absences.GetAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        _tables.Absences.GetDueAsync(today, cancellationToken);

    public Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) => _tables.Claims.GetAsync(cancellationToken);

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        Database.RunAsync([_tables.Claims.Put(claims)], cancellationToken);

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        Database.RunAsync([_tables.Claims.Delete(claims)], cancellationToken);

    public Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => _tables.Claims.GetCopyAsync(cancellationToken);

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken) => _tables.Claims.PutCopyAsync(scope, cancellationToken);

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        _tables.Days.GetCoverageAsync(cancellationToken);

    public Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        _tables.Failures.GetFailuresAsync(cancellationToken);

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        _tables.Reference.GetCalendarAsync(from, to, cancellationToken);

    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        _tables.Reference.PutCalendarAsync(days, asOf, cancellationToken);

    public Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken) =>
        _tables.Reference.CountPlannedDaysAsync(from, to, today, cancellationToken);

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        _tables.Reference.GetStocksAsync(cancellationToken);

    public Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
        _tables.Reference.PutStocksAsync(stocks, expected, now, cancellationToken);

    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) => _tables.Runs.AddAsync(run, cancellationToken);

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken)
    {
        var before = new List<Statement>();
        var after = new List<Statement>(_tables.Alerts.Changes(end.Alerts));
        if (end.Unused is { } unused)
            before.Add(ServiceTables.GiveBack(unused, end.RunId));
        if (end.Service is { } service)
            after.Add(_tables.Services.Put(service));
        if (end.Released is { } lease)
            after.Add(LeaseTable.Release(lease));
        return _tables.Runs.EndAsync(end, before, after, cancellationToken);
    }

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        _tables.Runs.GetAsync(activeOnly, limit, cancellationToken);

    public Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        _tables.Lease.AcquireAsync(runId, owner, expiry, isDead, cancellationToken);

    public Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        _tables.Lease.RenewAsync(lease, cancellationToken);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        _tables.Lease.ReleaseAsync(lease, cancellationToken);

    public Task<int> ReserveRequestsAsync(
        string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken) =>
        _tables.Services.ReserveAsync(endpoint, beijingDay, count, budget, cancellationToken);

    public Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken) =>
        _tables.Services.GetReservedAsync(endpoint, beijingDay, cancellationToken);

    public Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        _tables.Services.GetAsync(endpoint, cancellationToken);

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) =>
        _tables.Services.PutAsync(state, cancellationToken);

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        _tables.Alerts.Alerts.GetAsync(openOnly, limit, cancellationToken);

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        _tables.Alerts.ApplyAsync(changes, cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        _tables.Alerts.Outbox.ClaimAsync(now, claim, limit, cancellationToken);

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        _tables.Alerts.Outbox.RecordAsync(delivery, cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        _tables.Alerts.Outbox.GetAsync(pendingOnly, limit, cancellationToken);

    public Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken) =>
        _tables.Attempts.PutAsync(made, _tables.Alerts.Changes(alerts), cancellationToken);

    public Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        _tables.Attempts.GetAsync(since, limit, cancellationToken);

    public Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) => _tables.Runs.GetTotalsAsync(cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) =>
        _tables.Runs.GetSinceAsync(since, cancellationToken);

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) =>
        _tables.Sizes.PutAsync(beijingDay, bytes, cancellationToken);

    public Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        _tables.Sizes.GetAsync(from, cancellationToken);

    public Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        _tables.Services.GetRequestsAsync(endpoint, from, cancellationToken);

    public Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) => _tables.Failures.CountQuarantinedAsync(cancellationToken);

    /// <summary>The statements of a commit around its rows. For one attempt: it takes up what that attempt reads.</summary>
    protected CommitBatch Script(StoreCommit commit) => new(commit, Database, _tables);

    /// <summary>Looks at the database without changing anything.</summary>
    protected abstract Task<ServerInfo> ReadServerInfoAsync(CancellationToken cancellationToken);

    /// <summary>Creates what must be there before the first statement.</summary>
    protected virtual Task PrepareToWriteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Runs the script's opening, checks the lease, writes the rows and runs the script's counting; leaves the transaction open.
    /// </summary>
    protected abstract Task WriteAsync(
        StoreConnection connection,
        CommitBatch script,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken);

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
        Task<ServerInfo> server;
        Task<int> version;
        using (Gather())
        {
            server = ReadServerInfoAsync(cancellationToken);
            version = Journal.ReadVersionAsync(cancellationToken);
        }
        await Task.WhenAll(server, version);
        return (await server, await version);
    }

    static bool IsSorted(BarBatch bars)
    {
        for (int i = 1; i < bars.Count; i++)
        {
            if ((bars[i - 1].Date, bars[i - 1].Code).CompareTo((bars[i].Date, bars[i].Code)) >= 0)
                return false;
        }
        return true;
    }
}
