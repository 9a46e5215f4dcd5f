namespace StockSync.MarketServer;

/// <summary>What the service knows, and what a test may compare a copy with. Safe to read from several threads.</summary>
public interface IMarket
{
    /// <summary>Each calendar day, ascending, without gaps.</summary>
    IReadOnlyList<MarketCalendarDay> Calendar { get; }

    /// <summary>The rows of stock_basic, ascending by code.</summary>
    IReadOnlyList<MarketSecurity> Securities { get; }

    /// <summary>False when adjusted prices cannot be served because nothing is known of ex dates.</summary>
    bool KnowsAdjustFactors { get; }

    /// <summary>The bars of one security, both days included, ascending; empty for an unknown code.</summary>
    IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last);

    /// <summary>The bars of all A shares of one day, ascending by code: the truth behind message 98.</summary>
    IEnumerable<MarketBar> MarketDay(DateOnly day);

    /// <summary>Everything with a row on that day, ascending by code: the truth behind all_stock.</summary>
    IEnumerable<MarketListing> ListedOn(DateOnly day);

    /// <summary>The ex dates of one share, ascending.</summary>
    IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code);

    /// <summary>The ex dates that fall on one day, ascending by code.</summary>
    IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day);
}
