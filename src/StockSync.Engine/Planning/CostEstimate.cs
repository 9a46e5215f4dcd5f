namespace StockSync.Engine.Planning;

/// <summary>What a run is expected to need.</summary>
/// <param name="Requests">Frames, those beside bars included.</param>
/// <param name="Seconds">From start to end.</param>
readonly record struct CostEstimate(int Requests, double Seconds);
