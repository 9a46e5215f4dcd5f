namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>One point of a chart.</summary>
/// <param name="At">When.</param>
/// <param name="Value">How much.</param>
/// <param name="Title">What a pointer over it shows; null for no marker.</param>
readonly record struct LinePoint(DateTime At, double Value, string? Title);
