namespace StockSync.Engine.Stores.Contract;

/// <summary>Checkpoints of days, and of the stocks of a run that is not settled yet.</summary>
interface IDayStore
{
    /// <summary>Checkpoints in order of date; null ends are open.</summary>
    Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken);

    /// <summary>Deletes checkpoints, with the exceptions of those days. Bars stay. Returns how many there were.</summary>
    Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken);

    /// <summary>
    /// Per-stock checkpoints of a StockRange run that was not settled, of one Beijing day. They say which bars were not in an answer, and that
    /// is no answer of a later day.
    /// </summary>
    Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(DateOnly today, CancellationToken cancellationToken);
}

/// <summary>What could not be fetched or not be stored.</summary>
interface IFailureStore
{
    /// <summary>Open failures in order of code and first day.</summary>
    Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken);

    /// <summary>Bars set aside.</summary>
    Task<int> CountQuarantinedAsync(CancellationToken cancellationToken);
}
