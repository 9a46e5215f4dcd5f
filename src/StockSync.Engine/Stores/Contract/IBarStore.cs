namespace StockSync.Engine.Stores.Contract;

/// <summary>The bar table, and the one transaction that changes it together with the checkpoint.</summary>
interface IBarStore
{
    /// <summary>Makes room for the months of a range (PostgreSQL: partitions that do not exist yet). Its own transaction.</summary>
    Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>
    /// Writes rows, checkpoints, failures and counters in one transaction, whole or not at all. Checks the lease first:
    /// <see cref="ErrorIds.LeaseLost"/> when it is no longer ours. Safe to repeat.
    /// </summary>
    Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken);

    /// <summary>Rows of each day that has any.</summary>
    Task<IReadOnlyDictionary<DateOnly, DayRows>> CountRowsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The keys of the rows in the range, in the table's order: of some stocks, or of all where none is named.</summary>
    IAsyncEnumerable<(DateOnly Date, StockCode Code)> ReadKeysAsync(
        DateOnly from, DateOnly to, IReadOnlyCollection<StockCode> codes, CancellationToken cancellationToken);

    /// <summary>What the rows of a day are compared by, those of replaced codes left out; null where it has none.</summary>
    Task<DayFigures?> ReadFiguresAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Bars as stored, ordered by code and date.</summary>
    IAsyncEnumerable<Bar> ReadBarsAsync(BarQuery query, CancellationToken cancellationToken);

    /// <summary>Refreshes the planner's statistics after many rows were added.</summary>
    Task AnalyzeAsync(CancellationToken cancellationToken);
}
