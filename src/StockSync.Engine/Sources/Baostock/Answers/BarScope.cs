namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Which bars an answer may hold.</summary>
/// <param name="Code">The stock, or null for all A shares.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
readonly record struct BarScope(StockCode? Code, DateOnly From, DateOnly To);
