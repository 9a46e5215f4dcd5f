namespace StockSync.Engine.Stores.Contract;

/// <summary>How a published plan stands, seen by one machine.</summary>
/// <param name="Pending">Units that can be claimed.</param>
/// <param name="Claimed">Units that others have in hand.</param>
/// <param name="Workers">Workers that have not left.</param>
readonly record struct PlanState(int Pending, int Claimed, int Workers);
