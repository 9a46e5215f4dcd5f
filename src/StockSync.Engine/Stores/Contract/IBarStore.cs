using StockSync.Engine.Sources.Contract;

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

    /// <summary>
    /// The years that are over and stand in the table in more parts than one (PostgreSQL: partitions of months); none where we may not change that.
    /// </summary>
    Task<IReadOnlyList<int>> GetYearsInPartsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Merges the parts of a year. One transaction, which keeps no reader waiting for more than half a second: an error of kind
    /// <see cref="ErrorKind.Busy"/> where that was too short. <see cref="ErrorIds.LeaseLost"/> when the lease is no longer ours.
    /// </summary>
    Task MergeYearAsync(int year, Lease lease, CancellationToken cancellationToken);
}

/// <summary>Rows of one day in the table.</summary>
/// <param name="Rows">All.</param>
/// <param name="Suspended">Those without a trade.</param>
readonly record struct DayRows(int Rows, int Suspended);

/// <summary>What a day's rows are compared by with those of the next trading day, in order of code.</summary>
sealed class DayFigures(ArraySegment<BarFigures> rows)
{
    public ArraySegment<BarFigures> Rows => rows;

    /// <summary>Those of the rows of one day, sorted by code.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="room">Where to put them, if it is large enough; null for an array of their own.</param>
    public static DayFigures Of(ReadOnlySpan<BarRow> rows, BarFigures[]? room = null)
    {
        // A market grows: a little more than is needed serves for the next days too.
        var figures = room?.Length >= rows.Length ? room : new BarFigures[rows.Length + (rows.Length / 8)];
        for (int i = 0; i < rows.Length; i++)
        {
            ref readonly var row = ref rows[i];
            figures[i] = new BarFigures(row.Code, row.Open, row.High, row.Low, row.Close, row.Volume, row.Amount);
        }
        return new DayFigures(new ArraySegment<BarFigures>(figures, 0, rows.Length));
    }
}

/// <summary>Prices and amount in 1/10,000 yuan, volume in shares; <see cref="BarRow.Missing"/> for an empty slot.</summary>
readonly record struct BarFigures(StockCode Code, long Open, long High, long Low, long Close, long Volume, long Amount);
