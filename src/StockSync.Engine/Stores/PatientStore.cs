using System.Runtime.CompilerServices;
using Polly;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores;

/// <summary>
/// A store as a run sees it: each call is one transaction, and a transaction that met a passing fault (a terminated session, a restart, a
/// deadlock) is repeated whole. Every call may be repeated: what it writes is an upsert, and a budget charged twice is only spent sooner.
/// </summary>
sealed class PatientStore(ISyncStore store, ResiliencePipeline retry) : ISyncStore
{
    public string Target => store.Target;

    public IWorkerStore? Workers { get; } = store.Workers is { } workers ? new PatientWorkers(workers, retry) : null;

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public IDisposable Gather() => store.Gather();

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) =>
        AskAsync(store.InspectAsync, cancellationToken);

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) =>
        AskAsync(store.InitializeAsync, cancellationToken);

    public Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        DoAsync(token => store.PrepareRangeAsync(from, to, token), cancellationToken);

    public Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        AskAsync(token => store.CommitAsync(commit, token), cancellationToken);

    public Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(token => store.CountRowsAsync(from, to, token), cancellationToken);

    /// <summary>Collected before the first one is given out: half an answer cannot be repeated.</summary>
    public async IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = await AskAsync(token => store.ReadKeysAsync(from, to, codes, token).ToListAsync(token).AsTask(), cancellationToken);
        foreach (var key in keys)
            yield return key;
    }

    /// <summary>As it comes and in one try: a run reads keys, never bars.</summary>
    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) =>
        store.ReadBarsAsync(query, cancellationToken);

    public Task AnalyzeAsync(CancellationToken cancellationToken) => DoAsync(store.AnalyzeAsync, cancellationToken);

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) =>
        AskAsync(token => store.ReadFiguresAsync(day, token), cancellationToken);

    public Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetDaysAsync(from, to, token), cancellationToken);

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        AskAsync(token => store.DeleteDaysAsync(dates, token), cancellationToken);

    public Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetAbsencesAsync(from, to, token), cancellationToken);

    public Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetDueAbsencesAsync(today, token), cancellationToken);

    public Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) =>
        AskAsync(store.GetClaimsAsync, cancellationToken);

    public Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutClaimsAsync(claims, token), cancellationToken);

    public Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        DoAsync(token => store.DeleteClaimsAsync(claims, token), cancellationToken);

    public Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => AskAsync(store.GetCopyAsync, cancellationToken);

    public Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutCopyAsync(scope, token), cancellationToken);

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        AskAsync(store.GetCoverageAsync, cancellationToken);

    public Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        AskAsync(store.GetFailuresAsync, cancellationToken);

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetCalendarAsync(from, to, token), cancellationToken);

    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutCalendarAsync(days, asOf, token), cancellationToken);

    public Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken) =>
        AskAsync(token => store.CountPlannedDaysAsync(from, to, today, token), cancellationToken);

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        AskAsync(store.GetStocksAsync, cancellationToken);

    public Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutStocksAsync(stocks, expected, now, token), cancellationToken);

    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) =>
        DoAsync(token => store.AddRunAsync(run, token), cancellationToken);

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken) =>
        AskAsync(token => store.EndRunAsync(end, token), cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetRunsAsync(activeOnly, limit, token), cancellationToken);

    public Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        AskAsync(token => store.AcquireLeaseAsync(runId, owner, expiry, isDead, token), cancellationToken);

    public Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        AskAsync(token => store.RenewLeaseAsync(lease, token), cancellationToken);

    public Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        DoAsync(token => store.ReleaseLeaseAsync(lease, token), cancellationToken);

    public Task<int> ReserveRequestsAsync(
        string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken) =>
        AskAsync(token => store.ReserveRequestsAsync(endpoint, beijingDay, count, budget, token), cancellationToken);

    public Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetReservedRequestsAsync(endpoint, beijingDay, token), cancellationToken);

    public Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetServiceAsync(endpoint, token), cancellationToken);

    public Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutServiceAsync(state, token), cancellationToken);

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetAlertsAsync(openOnly, limit, token), cancellationToken);

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        DoAsync(token => store.ApplyAlertsAsync(changes, token), cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        AskAsync(token => store.ClaimMessagesAsync(now, claim, limit, token), cancellationToken);

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        DoAsync(token => store.RecordDeliveryAsync(delivery, token), cancellationToken);

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetDeliveriesAsync(pendingOnly, limit, token), cancellationToken);

    public Task PutTryAsync(SyncTry made, AlertChanges alerts, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutTryAsync(made, alerts, token), cancellationToken);

    public Task<IReadOnlyList<SyncTry>> GetTriesAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetTriesAsync(since, limit, token), cancellationToken);

    public Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        AskAsync(store.GetTotalsAsync, cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetRunsSinceAsync(since, token), cancellationToken);

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) =>
        DoAsync(token => store.PutSizeAsync(beijingDay, bytes, token), cancellationToken);

    public Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetSizesAsync(from, token), cancellationToken);

    public Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetRequestsAsync(endpoint, from, token), cancellationToken);

    public Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) =>
        AskAsync(store.CountQuarantinedAsync, cancellationToken);

    Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(async token => await call(token), cancellationToken).AsTask();

    Task DoAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(async token => await call(token), cancellationToken).AsTask();
}
