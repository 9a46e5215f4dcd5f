namespace StockSync.Engine.Sync;

/// <summary>The shape that was taken and what it will cost.</summary>
/// <param name="Shape">MarketDay or StockRange.</param>
/// <param name="BarRequests">Requests for bars.</param>
/// <param name="Seconds">Expected duration.</param>
/// <param name="Reason">Why, in the user's language.</param>
readonly record struct CostChoice(RequestShape Shape, int BarRequests, double Seconds, string Reason);
