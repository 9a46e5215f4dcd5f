namespace StockSync;

/// <summary>The factors that hold from one ex-dividend day on.</summary>
/// <param name="Code">The stock.</param>
/// <param name="Date">The ex-dividend day.</param>
/// <param name="Forward">Factor of forward-adjusted prices, as of the day of the answer: each new event rescales all.</param>
/// <param name="Backward">Factor of backward-adjusted prices; it never changes.</param>
public readonly record struct AdjustFactor(StockCode Code, DateOnly Date, decimal Forward, decimal Backward);
