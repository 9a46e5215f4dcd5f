using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Market;

/// <summary>Calendar and stock list out of the store, where they are good enough.</summary>
sealed class ReferenceCache(ISyncStore store, BeijingClock clock)
{
    /// <summary>The calendar of a range, or null where the store does not know every day of it for certain.</summary>
    public async Task<TradingCalendar?> CalendarAsync(DateRange range, CancellationToken cancellationToken) =>
        await DaysAsync(range, cancellationToken) is { IsCertain: true, Calendar: var calendar } ? calendar : null;

    async Task<(TradingCalendar? Calendar, bool IsCertain, IReadOnlyList<CalendarDay> Days)> DaysAsync(
        DateRange range, CancellationToken cancellationToken)
    {
        // Days after the day of the answer were the exchanges' plan then; holidays are moved now and then.
        var planned = store.Reference.CountPlannedDaysAsync(range.From, range.To, clock.Today, cancellationToken);
        // Beside it too: which trading day lies before the first day, and how long the last one is fresh.
        var days = store.Reference.GetCalendarAsync(range.From.AddDays(-TradingCalendar.Around), range.To.AddDays(TradingCalendar.Around), cancellationToken);
        await Task.WhenAll(planned, days);
        var around = Contiguous(await days, range);
        return (around.Count > 0 ? new TradingCalendar(around) : null, await planned == 0, await days);
    }

    // The known days around the range without a hole; none where a day of the range itself is not known.
    static List<CalendarDay> Contiguous(IReadOnlyList<CalendarDay> days, DateRange range)
    {
        var block = new List<CalendarDay>();
        foreach (var day in days)
        {
            if (block.Count > 0 && day.Date.DayNumber != block[^1].Date.DayNumber + 1)
            {
                if (block[^1].Date >= range.From)
                    break;
                block.Clear();
            }
            block.Add(day);
        }
        return block.Count > 0 && block[0].Date <= range.From && block[^1].Date >= range.To ? block : [];
    }

    /// <summary>Both, asked for together.</summary>
    public async Task<StoredReference> ReadAsync(DateRange range, CancellationToken cancellationToken)
    {
        var known = DaysAsync(range, cancellationToken);
        var stocks = StocksAsync(cancellationToken);
        await Task.WhenAll(known, stocks);
        var (calendar, isCertain, days) = await known;
        return new StoredReference(isCertain ? calendar : null, calendar, await stocks, days);
    }

    /// <summary>The stock list, or null where there is none.</summary>
    public async Task<StockList?> StocksAsync(CancellationToken cancellationToken)
    {
        var stocks = await store.Reference.GetStocksAsync(cancellationToken);
        return stocks.Count == 0 ? null : new StockList(stocks);
    }
}
