namespace StockSync.Engine.Stores.Contract;

/// <summary>A worker's right to write: good while the worker is active and the run still has its lease.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Lease">The lease of the run that it works at.</param>
sealed record WorkerPass(string WorkerId, Lease Lease);
