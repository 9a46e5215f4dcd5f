namespace StockSync;

/// <summary>What the engine does for cmdlets. Every failure is a <see cref="StockSyncException"/>.</summary>
public interface ISyncEngine : IAsyncDisposable
{
    /// <summary>Plans without network, lease or write, from what the store knows. The plan is kept for <see cref="RunAsync"/>.</summary>
    Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Works. Where the same request was planned just before, that plan runs, unless what it was made from has changed since. Days are reported to the observer as they are settled; returns the run's record, or null where
    /// nothing had to be done.
    /// </summary>
    Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken);

    /// <summary>Checkpoints of a range, newest last; only those days the store knows of.</summary>
    IAsyncEnumerable<SyncDay> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken);

    /// <summary>Forgets checkpoints, not bars. Returns the days forgotten.</summary>
    Task<int> ClearDaysAsync(IReadOnlyList<DateOnly> dates, CancellationToken cancellationToken);

    /// <summary>Verifies dates claimed complete (and failed) elsewhere against the table, records and returns what is true.</summary>
    IAsyncEnumerable<SyncDay> ImportDaysAsync(
        IReadOnlyList<DateOnly> completed, IReadOnlyList<DateOnly> failed, CancellationToken cancellationToken);

    /// <summary>
    /// Open failures, ordered by code; with <paramref name="all"/> also what the service answers without, or answered wrong: absences, accepted
    /// ones too, and stocks whose bars were set aside.
    /// </summary>
    IAsyncEnumerable<FailedStock> GetFailedStocksAsync(bool all, CancellationToken cancellationToken);

    /// <summary>
    /// Accepts what a person names. Each day concerned is reported to the observer as it is then; what cannot be accepted is reported as an
    /// error, and the rest goes on.
    /// </summary>
    /// <param name="issues">What is accepted.</param>
    /// <param name="note">Why: kept and shown for ever after.</param>
    /// <param name="observer">Days and errors.</param>
    /// <param name="cancellationToken">Stops between two issues.</param>
    Task ResolveIssuesAsync(IReadOnlyList<DataIssue> issues, string note, ISyncObserver observer, CancellationToken cancellationToken);

    /// <summary>Runs, newest first.</summary>
    IAsyncEnumerable<SyncRun> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken);

    /// <summary>The calendar, from the store where it knows the days, else from the service.</summary>
    IAsyncEnumerable<TradingDay> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The stock list, from the store where it has one, else from the service; <paramref name="refresh"/> asks the service.</summary>
    IAsyncEnumerable<Stock> GetStocksAsync(bool refresh, CancellationToken cancellationToken);

    /// <summary>The stock list of the store, empty where it has none; never asks the service.</summary>
    IAsyncEnumerable<Stock> GetStoredStocksAsync(CancellationToken cancellationToken);

    /// <summary>Bars out of the store, ordered by code and date.</summary>
    IAsyncEnumerable<Bar> GetBarsAsync(BarQuery query, CancellationToken cancellationToken);

    /// <summary>Checks the service and the database; never throws for what it checks.</summary>
    IAsyncEnumerable<ConnectionCheck> TestAsync(CancellationToken cancellationToken);

    /// <summary>Creates or upgrades the schema.</summary>
    Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken);
}
