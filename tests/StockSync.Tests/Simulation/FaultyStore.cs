using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>
/// A real store whose calls fail as the seed has it: before anything was done, after all was done with the answer lost, for a while, or for
/// good because the disk is full.
/// </summary>
sealed class FaultyStore(ISyncStore store, long seed) : ISyncStore
{
    readonly Fate _fate = new(seed ^ 0x570);
    readonly Lock _lock = new();
    int _calls;
    int _downFor;

    /// <summary>The chance of a call to go wrong; 0 in the end.</summary>
    public double Trouble { get; set; }

    public string Target => store.Target;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public IDisposable Gather() => store.Gather();

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => AskAsync(() => store.InspectAsync(cancellationToken));

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => AskAsync(() => store.InitializeAsync(cancellationToken));

    public Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        DoAsync(() => store.PrepareRangeAsync(from, to, cancellationToken));

    public Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        AskAsync(() => store.CommitAsync(commit, cancellationToken), mayBeFull: true);

    public Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => store.CountRowsAsync(from, to, cancellationToken));

    public IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken) =>
        store.ReadKeysAsync(from, to, codes, cancellationToken);

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) =>
        AskAsync(() => store.ReadFiguresAsync(day, cancellationToken));

    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) => store.ReadBarsAsync(query, cancellationToken);

    public Task AnalyzeAsync(CancellationToken cancellationToken) => DoAsync(() => store.AnalyzeAsync(cancellationToken));

    public Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetDaysAsync(from, to, cancellationToken));

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        AskAsync(() => store.DeleteDaysAsync(dates, cancellationToken));

    public Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetAbsencesAsync(from, to, cancellationToken));

    public Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetDueAbsencesAsync(today, cancellationToken));

    public Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.GetClaimsAsync(cancellationToken));

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(() => store.PutClaimsAsync(claims, cancellationToken));

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(() => store.DeleteClaimsAsync(claims, cancellationToken));

    public Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => AskAsync(() => store.GetCopyAsync(cancellationToken));

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken) => DoAsync(() => store.PutCopyAsync(scope, cancellationToken));

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.GetCoverageAsync(cancellationToken));

    public Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.GetFailuresAsync(cancellationToken));

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetCalendarAsync(from, to, cancellationToken));

    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        DoAsync(() => store.PutCalendarAsync(days, asOf, cancellationToken));

    public Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(() => store.CountPlannedDaysAsync(from, to, today, cancellationToken));

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.GetStocksAsync(cancellationToken));

    public Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
        DoAsync(() => store.PutStocksAsync(stocks, expected, now, cancellationToken));

    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) => DoAsync(() => store.AddRunAsync(run, cancellationToken));

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken) => AskAsync(() => store.EndRunAsync(end, cancellationToken));

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetRunsAsync(activeOnly, limit, cancellationToken));

    public Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        AskAsync(() => store.AcquireLeaseAsync(runId, owner, expiry, isDead, cancellationToken));

    public Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) => AskAsync(() => store.RenewLeaseAsync(lease, cancellationToken));

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) => DoAsync(() => store.ReleaseLeaseAsync(lease, cancellationToken));

    public Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken) =>
        AskAsync(() => store.ReserveRequestsAsync(endpoint, beijingDay, count, budget, cancellationToken));

    public Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetReservedRequestsAsync(endpoint, beijingDay, cancellationToken));

    public Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetServiceAsync(endpoint, cancellationToken));

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) => DoAsync(() => store.PutServiceAsync(state, cancellationToken));

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetAlertsAsync(openOnly, limit, cancellationToken));

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        DoAsync(() => store.ApplyAlertsAsync(changes, cancellationToken));

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => store.ClaimMessagesAsync(now, claim, limit, cancellationToken));

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        DoAsync(() => store.RecordDeliveryAsync(delivery, cancellationToken));

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetDeliveriesAsync(pendingOnly, limit, cancellationToken));

    public Task PutTryAsync(SyncTry made, AlertChanges alerts, CancellationToken cancellationToken) =>
        DoAsync(() => store.PutTryAsync(made, alerts, cancellationToken));

    public Task<IReadOnlyList<SyncTry>> GetTriesAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetTriesAsync(since, limit, cancellationToken));

    public Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.GetTotalsAsync(cancellationToken));

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetRunsSinceAsync(since, cancellationToken));

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) =>
        DoAsync(() => store.PutSizeAsync(beijingDay, bytes, cancellationToken));

    public Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetSizesAsync(from, cancellationToken));

    public Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(() => store.GetRequestsAsync(endpoint, from, cancellationToken));

    public Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) =>
        AskAsync(() => store.CountQuarantinedAsync(cancellationToken));

    Task DoAsync(Func<Task> call) => AskAsync(async () =>
    {
        await call();
        return 0;
    });

    async Task<T> AskAsync<T>(Func<Task<T>> call, bool mayBeFull = false)
    {
        double fate = Draw();
        if (fate < 0.4)
            throw Away();
        if (mayBeFull && fate < 0.42)
            throw new StockSyncException(ErrorIds.StoreFull, ErrorKind.Limit, "disk full");
        var answer = await call();
        return fate < 0.8 ? throw Away() : answer;
    }

    double Draw()
    {
        lock (_lock)
        {
            if (Trouble == 0)
                return 1;
            if (_downFor > 0)
            {
                _downFor--;
                return 0;
            }
            double fate = _fate.Of(_calls++) / Trouble;
            if (fate is >= 0.8 and < 1)
                _downFor = 1 + _fate.Below(12, _calls);
            return fate;
        }
    }

    static StockSyncException Away() => new(ErrorIds.StoreUnreachable, ErrorKind.Connection, "the database went away", isTransient: true);
}
