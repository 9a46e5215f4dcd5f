namespace StockSync.Engine.Planning;

/// <summary>A unit of StockRange: one stock, from its first to its last missing day.</summary>
/// <param name="Stock">Position in the stock list.</param>
/// <param name="Code">The stock.</param>
/// <param name="From">First missing day.</param>
/// <param name="To">Last missing day.</param>
/// <param name="HasRows">True when the table holds some rows of the range already.</param>
readonly record struct StockUnit(int Stock, StockCode Code, DateOnly From, DateOnly To, bool HasRows);
