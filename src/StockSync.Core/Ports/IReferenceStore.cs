namespace StockSync;

/// <summary>Calendar and stock list, cached.</summary>
interface IReferenceStore
{
    /// <summary>The cached days of a range, in order; may have holes or be empty.</summary>
    Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Adds or replaces calendar days; <paramref name="asOf"/> is the Beijing day of the answer: later days may still change.</summary>
    Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken);

    /// <summary>
    /// Cached days of a range that were only the exchanges' plan when the service answered: they lay ahead then, and the answer is not
    /// of today.
    /// </summary>
    Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken);

    /// <summary>The cached stock list, in order of code.</summary>
    Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces stocks; stocks that the list no longer names stay.</summary>
    Task PutStocksAsync(IReadOnlyList<StockEntry> stocks, DateTime now, CancellationToken cancellationToken);
}
