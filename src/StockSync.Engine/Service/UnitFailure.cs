namespace StockSync.Engine.Service;

/// <summary>A unit that failed all its tries of a round.</summary>
readonly record struct UnitFailure<T>(T Unit, StockSyncException First, StockSyncException Last, int Attempts);
