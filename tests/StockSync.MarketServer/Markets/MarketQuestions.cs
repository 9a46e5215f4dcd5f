namespace StockSync.MarketServer;

/// <summary>Questions tests ask any market.</summary>
public static class MarketQuestions
{
    /// <summary>The bar of one security and day, or null where there is none.</summary>
    public static MarketBar? Bar(this IMarket market, string code, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market.StockRange(code, day, day).FirstOrDefault();
    }

    /// <summary>The codes of the A shares that have a row on that day, suspended ones included.</summary>
    public static IEnumerable<string> ListedCodes(this IMarket market, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market.MarketDay(day).Select(bar => bar.Code);
    }

    /// <summary>The trading days between two days, both included.</summary>
    public static IEnumerable<DateOnly> TradingDays(this IMarket market, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(market);
        return market.Calendar.Where(d => d.IsTradingDay && d.Day >= from && d.Day <= to).Select(d => d.Day);
    }

    /// <summary>The bars of the A shares of a range, day by day: what a complete copy holds.</summary>
    public static IEnumerable<MarketBar> AShareBars(this IMarket market, DateOnly from, DateOnly to) =>
        market.TradingDays(from, to).SelectMany(market.MarketDay);
}
