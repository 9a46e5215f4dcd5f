namespace StockSync.Engine.Operations.Reports.Sections;

/// <summary>The boards of the two exchanges.</summary>
enum MarketBoard
{
    /// <summary>Shanghai's main board.</summary>
    Shanghai,

    /// <summary>Shanghai's STAR market, 688 and 689.</summary>
    Star,

    /// <summary>Shenzhen's main board.</summary>
    Shenzhen,

    /// <summary>Shenzhen's ChiNext, 300 to 302.</summary>
    ChiNext,

    /// <summary>A request for a whole day of the market.</summary>
    WholeMarket,
}
