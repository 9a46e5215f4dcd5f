using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Market;

/// <summary>What must be known before anything can be planned.</summary>
/// <param name="Calendar">The trading days.</param>
/// <param name="Stocks">The stock list.</param>
/// <param name="IsCalendarFetched">True where the service was asked for the calendar in this run.</param>
sealed record MarketReference(TradingCalendar Calendar, StockList Stocks, bool IsCalendarFetched);

/// <summary>What the store knows of calendar and stocks.</summary>
/// <param name="Calendar">The calendar of the asked range; null where it is not known for certain.</param>
/// <param name="Planned">The same where some days are the exchanges' plan only: good enough for a plan, which a run checks once it has asked.</param>
/// <param name="Stocks">The stock list; null where there is none.</param>
/// <param name="Days">The calendar days around the range as they are stored, certain or not.</param>
sealed record StoredReference(TradingCalendar? Calendar, TradingCalendar? Planned, StockList? Stocks, IReadOnlyList<CalendarDay> Days);

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

/// <summary>Calendar and stock list from the service, checked.</summary>
static class ReferenceLoader
{
    /// <summary>
    /// The calendar from some weeks before the first asked day, for the trading day before it, to the end of the year: later calls of the year are
    /// answered from the store.
    /// </summary>
    public static async Task<IReadOnlyList<CalendarDay>> CalendarAsync(
        IBarSession session, DateRange range, BeijingClock clock, CancellationToken cancellationToken)
    {
        var end = new DateOnly(Math.Max(clock.Today.Year, range.To.Year), 12, 31);
        var start = range.From.AddDays(-TradingCalendar.Around);
        var days = await session.GetCalendarAsync(start < TradingCalendar.First ? TradingCalendar.First : start, end, cancellationToken);
        var known = days.Select(d => d.Date).ToHashSet();
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
        {
            // A day that the answer leaves out is not a closed day: guessing here made real trading days vanish once.
            if (!known.Contains(day))
                throw new StockSyncException(
                    ErrorIds.CalendarIncomplete,
                    ErrorKind.InvalidData,
                    SyncStrings.FormatCalendarIncomplete($"{day:yyyy-MM-dd}", $"{range.From:yyyy-MM-dd}", $"{range.To:yyyy-MM-dd}"),
                    SyncStrings.CalendarIncompleteAdvice,
                    day.ToDateTime(TimeOnly.MinValue));
        }
        return days;
    }

    public static async Task<IReadOnlyList<StockEntry>> StocksAsync(IBarSession session, int atLeast, CancellationToken cancellationToken)
    {
        var stocks = await session.GetStocksAsync(atLeast, cancellationToken);
        return stocks.Count > 0
            ? stocks
            : throw new StockSyncException(
                ErrorIds.SourceProtocol,
                ErrorKind.InvalidData,
                SyncStrings.StockListEmpty,
                SyncStrings.StockListEmptyAdvice,
                isTransient: true);
    }

    /// <summary>Throws when a code is neither in the service's list nor, where it has left that, in the stored one.</summary>
    public static void CheckCodes(IEnumerable<StockCode> codes, StockList stocks, StockList? left)
    {
        var unknown = codes.Where(c => stocks.IndexOf(c) < 0 && !(left?.IndexOf(c) >= 0)).Distinct().ToArray();
        if (unknown.Length > 0)
            throw new StockSyncException(
                ErrorIds.CodeUnknown,
                ErrorKind.NotFound,
                SyncStrings.FormatCodeUnknown(string.Join(", ", unknown)),
                SyncStrings.CodeUnknownAdvice,
                unknown[0].ToString());
    }
}
