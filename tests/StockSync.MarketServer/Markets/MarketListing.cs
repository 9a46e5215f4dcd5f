namespace StockSync.MarketServer;

/// <summary>One row of all_stock.</summary>
/// <param name="Code">Exchange and six digits.</param>
/// <param name="TradeStatus">1 traded, 0 suspended.</param>
/// <param name="Name">The name as sent.</param>
public readonly record struct MarketListing(string Code, string TradeStatus, string Name);
