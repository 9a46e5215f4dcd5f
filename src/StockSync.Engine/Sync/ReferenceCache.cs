namespace StockSync.Engine.Sync;

/// <summary>Calendar and stock list out of the store, where they are good enough.</summary>
sealed class ReferenceCache(ISyncStore store, BeijingClock clock)
{
    /// <summary>The calendar of a range, or null where the store does not know every day of it for certain.</summary>
    public async Task<TradingCalendar?> CalendarAsync(DateRange range, CancellationToken cancellationToken)
    {
        var days = await store.GetCalendarAsync(range.From, range.To, cancellationToken);
        if (days.Count != range.To.DayNumber - range.From.DayNumber + 1)
            return null;
        // Days after the day of the answer were the exchanges' plan then; holidays are moved now and then.
        int planned = await store.CountPlannedDaysAsync(range.From, range.To, clock.Today, cancellationToken);
        return planned == 0 ? new TradingCalendar(days) : null;
    }

    /// <summary>The stock list, or null where there is none.</summary>
    public async Task<StockList?> StocksAsync(CancellationToken cancellationToken)
    {
        var stocks = await store.GetStocksAsync(cancellationToken);
        return stocks.Count == 0 ? null : new StockList(stocks);
    }
}
