namespace StockSync.Engine.Stores.Contract;

/// <summary>The right to write. Every data transaction checks the epoch, so a process that wakes up late cannot write.</summary>
/// <param name="RunId">The run that holds it.</param>
/// <param name="Epoch">Rises with every owner.</param>
sealed record Lease(string RunId, long Epoch);

/// <summary>Who holds a lease, so that a dead owner on this very host can be told from a living one.</summary>
/// <param name="Host">Machine name.</param>
/// <param name="BootId">Changes with each start of the machine; empty where the system has none.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="ProcessStart">Its start as the system tells it: a process id alone may be used again.</param>
sealed record LeaseOwner(string Host, string BootId, int ProcessId, string ProcessStart);
