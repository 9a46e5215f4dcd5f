namespace StockSync.Engine.Sources.Contract;

/// <summary>One row that was set aside.</summary>
/// <param name="Code">The stock.</param>
/// <param name="Date">The day.</param>
/// <param name="Rule">A stable word for the rule it breaks, for example <c>LowAboveClose</c>.</param>
/// <param name="Text">The row as received, control characters escaped, at most 1,000 characters.</param>
readonly record struct RejectedRow(StockCode Code, DateOnly Date, string Rule, string Text);
