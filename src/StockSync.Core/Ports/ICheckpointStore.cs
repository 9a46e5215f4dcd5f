namespace StockSync;

/// <summary>What is known of days and stocks.</summary>
interface ICheckpointStore
{
    /// <summary>Checkpoints in order of date; null ends are open.</summary>
    Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken);

    /// <summary>Deletes checkpoints, with the exceptions of those days. Bars stay. Returns how many there were.</summary>
    Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken);

    /// <summary>Stocks of the range without a row, and why.</summary>
    Task<IReadOnlyList<DayException>> GetExceptionsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Per-stock checkpoints of a StockRange run that was not settled.</summary>
    Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken);

    /// <summary>Open failures in order of code and first day.</summary>
    Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken);
}
