namespace StockSync.Engine.Stores.Contract;

/// <summary>What a transaction did.</summary>
/// <param name="Rows">Over all rows.</param>
/// <param name="PerDay">The same per day of the rows.</param>
/// <param name="Days">The settled days as recorded, in order of date.</param>
sealed record CommitResult(RowCounts Rows, IReadOnlyDictionary<DateOnly, RowCounts> PerDay, IReadOnlyList<SyncDay> Days)
{
    /// <summary>Machines that work at the run beside its own; seen at a commit of the run's own machine.</summary>
    public int Workers { get; init; }
}
