namespace StockSync.MarketServer;

/// <summary>The answers a rule about rows touches.</summary>
[Flags]
enum RowKinds
{
    None = 0,

    /// <summary>Type 98.</summary>
    MarketDays = 1,

    /// <summary>Type 95.</summary>
    StockRanges = 2,

    Bars = MarketDays | StockRanges,

    /// <summary>Type 35.</summary>
    Lists = 4,
}
