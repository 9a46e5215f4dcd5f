namespace StockSync.MarketServer;

/// <summary>How an answer reaches the client, or doesn't.</summary>
enum DeliveryKind
{
    Whole,
    Close,
    Reset,
    Stall,
    Slow,
    Drip,
    ThenClose,
}
