using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>The product's store, unchanged but for what a mutant overrides: one known bug each, which the checks must find.</summary>
abstract class MutantStore(ISyncStore inner) : ISyncStore
{
    public string Target => inner.Target;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public virtual Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.PrepareRangeAsync(from, to, cancellationToken);

    public virtual Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        inner.CommitAsync(commit, cancellationToken);

    public virtual Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.CountRowsAsync(from, to, cancellationToken);

    public virtual IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken) =>
        inner.ReadKeysAsync(from, to, codes, cancellationToken);

    public virtual Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) =>
        inner.ReadFiguresAsync(day, cancellationToken);

    public virtual IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) =>
        inner.ReadBarsAsync(query, cancellationToken);

    public virtual Task AnalyzeAsync(CancellationToken cancellationToken) => inner.AnalyzeAsync(cancellationToken);

    public virtual Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        inner.GetDaysAsync(from, to, cancellationToken);

    public virtual Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        inner.DeleteDaysAsync(dates, cancellationToken);

    public virtual Task<IReadOnlyList<Absence>> GetAbsencesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.GetAbsencesAsync(from, to, cancellationToken);

    public virtual Task<IReadOnlyList<Absence>> GetDueAbsencesAsync(DateOnly today, CancellationToken cancellationToken) =>
        inner.GetDueAbsencesAsync(today, cancellationToken);

    public virtual Task<IReadOnlyList<Claim>> GetClaimsAsync(CancellationToken cancellationToken) => inner.GetClaimsAsync(cancellationToken);

    public virtual Task PutClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        inner.PutClaimsAsync(claims, cancellationToken);

    public virtual Task DeleteClaimsAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken) =>
        inner.DeleteClaimsAsync(claims, cancellationToken);

    public virtual Task<CopyScope> GetCopyAsync(CancellationToken cancellationToken) => inner.GetCopyAsync(cancellationToken);

    public virtual Task PutCopyAsync(CopyScope scope, CancellationToken cancellationToken) => inner.PutCopyAsync(scope, cancellationToken);

    public virtual Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        inner.GetCoverageAsync(cancellationToken);

    public virtual Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        inner.GetFailuresAsync(cancellationToken);

    public virtual Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.GetCalendarAsync(from, to, cancellationToken);

    public virtual Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        inner.PutCalendarAsync(days, asOf, cancellationToken);

    public virtual Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken) =>
        inner.CountPlannedDaysAsync(from, to, today, cancellationToken);

    public virtual Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        inner.GetStocksAsync(cancellationToken);

    public virtual Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
        inner.PutStocksAsync(stocks, expected, now, cancellationToken);

    public virtual Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) => inner.AddRunAsync(run, cancellationToken);

    public virtual Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken) => inner.EndRunAsync(end, cancellationToken);

    public virtual Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetRunsAsync(activeOnly, limit, cancellationToken);

    public virtual Task<Lease> AcquireLeaseAsync(
        string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken) =>
        inner.AcquireLeaseAsync(runId, owner, expiry, isDead, cancellationToken);

    public virtual Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        inner.RenewLeaseAsync(lease, cancellationToken);

    public virtual Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken) =>
        inner.ReleaseLeaseAsync(lease, cancellationToken);

    public virtual Task<int> ReserveRequestsAsync(
        string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken) =>
        inner.ReserveRequestsAsync(endpoint, beijingDay, count, budget, cancellationToken);

    public virtual Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken) =>
        inner.GetReservedRequestsAsync(endpoint, beijingDay, cancellationToken);

    public virtual Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken) =>
        inner.GetServiceAsync(endpoint, cancellationToken);

    public virtual Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken) =>
        inner.PutServiceAsync(state, cancellationToken);

    public virtual Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetAlertsAsync(openOnly, limit, cancellationToken);

    public virtual Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) =>
        inner.ApplyAlertsAsync(changes, cancellationToken);

    public virtual Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
        inner.ClaimMessagesAsync(now, claim, limit, cancellationToken);

    public virtual Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) =>
        inner.RecordDeliveryAsync(delivery, cancellationToken);

    public virtual Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetDeliveriesAsync(pendingOnly, limit, cancellationToken);

    public virtual Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken) =>
        inner.SaveAttemptAsync(made, alerts, cancellationToken);

    public virtual Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        inner.GetAttemptsAsync(since, limit, cancellationToken);

    public virtual Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        inner.GetTotalsAsync(cancellationToken);

    public virtual Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) =>
        inner.GetRunsSinceAsync(since, cancellationToken);

    public virtual Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) =>
        inner.PutSizeAsync(beijingDay, bytes, cancellationToken);

    public virtual Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        inner.GetSizesAsync(from, cancellationToken);

    public virtual Task<IReadOnlyList<DayRequests>> GetRequestsAsync(string endpoint, DateOnly from, CancellationToken cancellationToken) =>
        inner.GetRequestsAsync(endpoint, from, cancellationToken);

    public virtual Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) =>
        inner.CountQuarantinedAsync(cancellationToken);

    public virtual IDisposable Gather() => inner.Gather();

    public virtual Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => inner.InspectAsync(cancellationToken);

    public virtual Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);
}
