using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Market;

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
