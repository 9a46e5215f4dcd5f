namespace StockSync.Engine.Sources.Contract;

/// <summary>What a request to the service asks for, whatever its code on the wire.</summary>
enum RequestKind
{
    Login,
    Logout,

    /// <summary>Which days are trading days.</summary>
    Calendar,

    /// <summary>The stock list: every security the service knows.</summary>
    StockList,

    /// <summary>The stocks that were listed on one day.</summary>
    DayList,

    /// <summary>The bars of one stock over a range of days; a page of them.</summary>
    StockRange,

    /// <summary>The bars of all stocks on one day.</summary>
    MarketDay,

    /// <summary>The adjust factors of one stock.</summary>
    StockFactors,

    /// <summary>The adjust factors of all stocks whose factor changes on one day.</summary>
    DayFactors,
}
