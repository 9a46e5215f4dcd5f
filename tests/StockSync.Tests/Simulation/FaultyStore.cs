using Polly;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>
/// A real store whose calls fail as the seed has it: before anything was done, after all was done with the answer lost, for a while, or for
/// good because the disk is full.
/// </summary>
sealed class FaultyStore : ISyncStore
{
    readonly ISyncStore _store;
    readonly Troubles _troubles;
    readonly ResiliencePipeline _retry;

    public FaultyStore(ISyncStore store, long seed)
        : this(store, new Troubles(seed), ResiliencePipeline.Empty)
    {
    }

    FaultyStore(ISyncStore store, Troubles troubles, ResiliencePipeline retry) => (_store, _troubles, _retry) = (store, troubles, retry);

    /// <summary>The chance of a call to go wrong; 0 in the end.</summary>
    public double Trouble
    {
        get => _troubles.Chance;
        set => _troubles.Chance = value;
    }

    /// <summary>The faults lie before the real store, so what repeats calls does too.</summary>
    public ISyncStore WithRetry(ResiliencePipeline retry) => new FaultyStore(_store, _troubles, retry);

    public string Target => _store.Target;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public IDisposable Gather() => _store.Gather();

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => AskAsync(() => _store.InspectAsync(cancellationToken), cancellationToken);

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => AskAsync(() => _store.InitializeAsync(cancellationToken), cancellationToken);

    public Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        DoAsync(() => _store.PrepareRangeAsync(from, to, cancellationToken), cancellationToken);

    public Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.CommitAsync(commit, cancellationToken), cancellationToken, mayBeFull: true);

    public Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => _store.CountRowsAsync(from, to, cancellationToken), cancellationToken);

    public IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken) =>
        _store.ReadKeysAsync(from, to, codes, cancellationToken);

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) =>
        AskAsync(() => _store.ReadFiguresAsync(day, cancellationToken), cancellationToken);

    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) => _store.ReadBarsAsync(query, cancellationToken);

    public Task AnalyzeAsync(CancellationToken cancellationToken) => DoAsync(() => _store.AnalyzeAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetDaysAsync(from, to, cancellationToken), cancellationToken);

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        AskAsync(() => _store.DeleteDaysAsync(dates, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetAbsencesAsync(from, to, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetDueAbsencesAsync(today, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetClaimsAsync(cancellationToken), cancellationToken);

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(() => _store.PutClaimsAsync(claims, cancellationToken), cancellationToken);

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(() => _store.DeleteClaimsAsync(claims, cancellationToken), cancellationToken);

    public Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => AskAsync(() => _store.GetCopyAsync(cancellationToken), cancellationToken);

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken) => DoAsync(() => _store.PutCopyAsync(scope, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetCoverageAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetFailuresAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetCalendarAsync(from, to, cancellationToken), cancellationToken);

    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        DoAsync(() => _store.PutCalendarAsync(days, asOf, cancellationToken), cancellationToken);

    public Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(() => _store.CountPlannedDaysAsync(from, to, today, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetStocksAsync(cancellationToken), cancellationToken);

    public Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
        DoAsync(() => _store.PutStocksAsync(stocks, expected, now, cancellationToken), cancellationToken);

    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) => DoAsync(() => _store.AddRunAsync(run, cancellationToken), cancellationToken);

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken) => AskAsync(() => _store.EndRunAsync(end, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetRunsAsync(activeOnly, limit, cancellationToken), cancellationToken);

    public Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        AskAsync(() => _store.AcquireLeaseAsync(runId, owner, expiry, isDead, cancellationToken), cancellationToken);

    public Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) => AskAsync(() => _store.RenewLeaseAsync(lease, cancellationToken), cancellationToken);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => DoAsync(() => _store.ReleaseLeaseAsync(lease, cancellationToken), cancellationToken);

    public Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken) =>
        AskAsync(() => _store.ReserveRequestsAsync(endpoint, beijingDay, count, budget, cancellationToken), cancellationToken);

    public Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetReservedRequestsAsync(endpoint, beijingDay, cancellationToken), cancellationToken);

    public Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetServiceAsync(endpoint, cancellationToken), cancellationToken);

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) => DoAsync(() => _store.PutServiceAsync(state, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetAlertsAsync(openOnly, limit, cancellationToken), cancellationToken);

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        DoAsync(() => _store.ApplyAlertsAsync(changes, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.ClaimMessagesAsync(now, claim, limit, cancellationToken), cancellationToken);

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        DoAsync(() => _store.RecordDeliveryAsync(delivery, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetDeliveriesAsync(pendingOnly, limit, cancellationToken), cancellationToken);

    public Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken) =>
        DoAsync(() => _store.SaveAttemptAsync(made, alerts, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetAttemptsAsync(since, limit, cancellationToken), cancellationToken);

    public Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetTotalsAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetRunsSinceAsync(since, cancellationToken), cancellationToken);

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) =>
        DoAsync(() => _store.PutSizeAsync(beijingDay, bytes, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetSizesAsync(from, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(() => _store.GetRequestsAsync(endpoint, from, cancellationToken), cancellationToken);

    public Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) =>
        AskAsync(() => _store.CountQuarantinedAsync(cancellationToken), cancellationToken);

    Task DoAsync(Func<Task> call, CancellationToken cancellationToken) => AskAsync(
        async () =>
        {
            await call();
            return 0;
        },
        cancellationToken);

    Task<T> AskAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken, bool mayBeFull = false) =>
        _retry.ExecuteAsync(async _ => await AskOnceAsync(call, mayBeFull), cancellationToken).AsTask();

    async Task<T> AskOnceAsync<T>(Func<Task<T>> call, bool mayBeFull)
    {
        double fate = _troubles.Draw();
        if (fate < 0.4)
            throw Away();
        if (mayBeFull && fate < 0.42)
            throw new StockSyncException(ErrorIds.StoreFull, ErrorKind.Limit, "disk full");
        var answer = await call();
        return fate < 0.8 ? throw Away() : answer;
    }

    static StockSyncException Away() => new(ErrorIds.StoreUnreachable, ErrorKind.Connection, "the database went away", isTransient: true);

    /// <summary>What is still to go wrong, for all who call.</summary>
    sealed class Troubles(long seed)
    {
        readonly Fate _fate = new(seed ^ 0x570);
        readonly Lock _lock = new();
        int _calls;
        int _downFor;

        public double Chance { get; set; }

        public double Draw()
        {
            lock (_lock)
            {
                if (Chance == 0)
                    return 1;
                if (_downFor > 0)
                {
                    _downFor--;
                    return 0;
                }
                double fate = _fate.Of(_calls++) / Chance;
                if (fate is >= 0.8 and < 1)
                    _downFor = 1 + _fate.Below(12, _calls);
                return fate;
            }
        }
    }
}
