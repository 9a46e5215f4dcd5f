namespace StockSync.Engine.Stores.Contract;

/// <summary>A mean that was measured.</summary>
/// <param name="Mean">Of the unit that its kind says.</param>
/// <param name="Weight">How many measurements it rests on; it fades with age.</param>
/// <param name="MeasuredAt">The last of them, UTC.</param>
readonly record struct LearnedCost(double Mean, double Weight, DateTime MeasuredAt);
