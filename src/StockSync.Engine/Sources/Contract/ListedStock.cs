namespace StockSync.Engine.Sources.Contract;

/// <summary>One A share of the service's list of a day.</summary>
readonly record struct ListedStock(StockCode Code, bool IsTrading, string Name = "");
