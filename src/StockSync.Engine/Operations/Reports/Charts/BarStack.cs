namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>One bar.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Days">How many days it covers.</param>
/// <param name="Values">Its parts from the bottom up, one for each series.</param>
/// <param name="Title">What a pointer over it shows.</param>
sealed record BarStack(DateOnly From, int Days, IReadOnlyList<double> Values, string Title);
