namespace StockSync.Engine.Stores.Contract;

/// <summary>The right to write. Every data transaction checks the epoch, so a process that wakes up late cannot write.</summary>
/// <param name="RunId">The run that holds it.</param>
/// <param name="Epoch">Rises with every owner.</param>
sealed record Lease(string RunId, long Epoch);
