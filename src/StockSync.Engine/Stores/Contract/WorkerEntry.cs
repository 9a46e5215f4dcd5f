namespace StockSync.Engine.Stores.Contract;

/// <summary>A machine that wants to work at a run.</summary>
/// <param name="WorkerId">Unique over machines.</param>
/// <param name="Host">Its name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Endpoint">The service as it reaches it.</param>
sealed record WorkerEntry(string WorkerId, string Host, int ProcessId, string Endpoint);
