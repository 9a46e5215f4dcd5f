namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>One day of a heat map.</summary>
/// <param name="Day">The day.</param>
/// <param name="Kind">Its colour and mark.</param>
/// <param name="Title">What a pointer over it shows; null where nothing is to be said.</param>
readonly record struct HeatCell(DateOnly Day, HeatKind Kind, string? Title);
