namespace StockSync;

/// <summary>Calendar and stock list, cached.</summary>
interface IReferenceStore
{
    /// <summary>The cached days of a range, in order; may have holes or be empty.</summary>
    Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Adds or replaces calendar days; <paramref name="asOf"/> is the Beijing day of the answer: later days may still change.</summary>
    Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken);

    /// <summary>The Beijing day of the newest calendar answer that covers a day later than or equal to the given one; null if none.</summary>
    Task<DateOnly?> GetCalendarAsOfAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>The cached stock list, in order of code.</summary>
    Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken);

    /// <summary>Adds or replaces stocks; stocks that the list no longer names stay.</summary>
    Task PutStocksAsync(IReadOnlyList<StockEntry> stocks, DateTime now, CancellationToken cancellationToken);
}
