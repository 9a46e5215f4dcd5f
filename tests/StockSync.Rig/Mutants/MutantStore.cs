using StockSync.Engine.Stores.Contract;

namespace StockSync.Rig.Mutants;

/// <summary>The product's store, unchanged but for what a mutant overrides: one known bug each, which the checks must find.</summary>
abstract class MutantStore(ISyncStore inner) : ISyncStore, IBarStore, IDayStore
{
    public string Target => inner.Target;

    public IBarStore Bars => this;

    public IDayStore Days => this;

    public IAbsenceStore Absences => inner.Absences;

    public IFailureStore Failures => inner.Failures;

    public IClaimStore Claims => inner.Claims;

    public IReferenceStore Reference => inner.Reference;

    public IRunStore Runs => inner.Runs;

    public ILeaseStore Lease => inner.Lease;

    public IServiceStore Services => inner.Services;

    public IAlertStore Alerts => inner.Alerts;

    public IHistoryStore History => inner.History;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    public virtual Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.Bars.PrepareRangeAsync(from, to, cancellationToken);

    public virtual Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken) =>
        inner.Bars.CommitAsync(commit, cancellationToken);

    public virtual Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.Bars.CountRowsAsync(from, to, cancellationToken);

    public IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken) =>
        inner.Bars.ReadKeysAsync(from, to, codes, cancellationToken);

    public Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken) =>
        inner.Bars.ReadFiguresAsync(day, cancellationToken);

    public IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken) =>
        inner.Bars.ReadBarsAsync(query, cancellationToken);

    public Task AnalyzeAsync(CancellationToken cancellationToken) => inner.Bars.AnalyzeAsync(cancellationToken);

    public Task<IReadOnlyList<int>> GetYearsInPartsAsync(CancellationToken cancellationToken) => inner.Bars.GetYearsInPartsAsync(cancellationToken);

    public Task MergeYearAsync(int year, Lease lease, CancellationToken cancellationToken) => inner.Bars.MergeYearAsync(year, lease, cancellationToken);

    public virtual Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        inner.Days.GetDaysAsync(from, to, cancellationToken);

    public Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken) =>
        inner.Days.DeleteDaysAsync(dates, cancellationToken);

    public Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(DateOnly today, CancellationToken cancellationToken) =>
        inner.Days.GetCoverageAsync(today, cancellationToken);

    public Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken) => inner.InspectAsync(cancellationToken);

    public virtual Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);
}
