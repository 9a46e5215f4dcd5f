namespace StockSync.Engine.Sync;

/// <summary>Calendar and stock list out of the store, where they are good enough.</summary>
sealed class ReferenceCache(ISyncStore store, BeijingClock clock)
{
    /// <summary>The calendar of a range, or null where the store does not know every day of it for certain.</summary>
    public async Task<TradingCalendar?> CalendarAsync(DateRange range, CancellationToken cancellationToken)
    {
        // Days after the day of the answer were the exchanges' plan then; holidays are moved now and then.
        var planned = store.CountPlannedDaysAsync(range.From, range.To, clock.Today, cancellationToken);
        var days = store.GetCalendarAsync(range.From, range.To, cancellationToken);
        await Task.WhenAll(planned, days);
        bool isWhole = (await days).Count == range.To.DayNumber - range.From.DayNumber + 1;
        return isWhole && await planned == 0 ? new TradingCalendar(await days) : null;
    }

    /// <summary>Both, asked for together.</summary>
    public async Task<StoredReference> ReadAsync(DateRange range, CancellationToken cancellationToken)
    {
        var calendar = CalendarAsync(range, cancellationToken);
        var stocks = StocksAsync(cancellationToken);
        await Task.WhenAll(calendar, stocks);
        return new StoredReference(await calendar, await stocks);
    }

    /// <summary>The stock list, or null where there is none.</summary>
    public async Task<StockList?> StocksAsync(CancellationToken cancellationToken)
    {
        var stocks = await store.GetStocksAsync(cancellationToken);
        return stocks.Count == 0 ? null : new StockList(stocks);
    }
}
