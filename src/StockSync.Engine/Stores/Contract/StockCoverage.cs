namespace StockSync.Engine.Stores.Contract;

/// <summary>A stock and a date range, both ends included.</summary>
readonly record struct StockCoverage(StockCode Code, DateOnly From, DateOnly To);
