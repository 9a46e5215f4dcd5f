using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Contract;

/// <summary>Calendar and stock list, cached.</summary>
interface IReferenceStore
{
    /// <summary>The cached days of a range, in order; may have holes or be empty.</summary>
    Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Adds or replaces calendar days; <paramref name="asOf"/> is the Beijing day of the answer: later days may still change.</summary>
    Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken);

    /// <summary>
    /// Cached days of a range that are not certain: they lay ahead when the service answered, and the answer is not of today; or they are
    /// weekdays said to be closed that were not said so on another Beijing day yet; or the answer is of a day that has not come.
    /// </summary>
    Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken);

    /// <summary>The cached stock list, in order of code.</summary>
    Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces stocks; stocks that the list no longer names stay.</summary>
    /// <param name="stocks">The stocks.</param>
    /// <param name="expected">
    /// Days on which one of them is expected that it was not expected on before: recorded days without its row are open from this moment.
    /// </param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken);
}
