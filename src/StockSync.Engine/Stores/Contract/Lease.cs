namespace StockSync.Engine.Stores.Contract;

/// <summary>The one lease of the database.</summary>
interface ILeaseStore
{
    /// <summary>
    /// Takes the lease, or throws <see cref="ErrorIds.RunActive"/> naming the owner's host, process, start and progress. A lease is free
    /// when released, when its heartbeat is older than the expiry by the database's clock, or when <paramref name="isDead"/> says that its
    /// owner is gone. A new owner gets a higher epoch, and the former owner's run is marked interrupted in the same transaction.
    /// </summary>
    Task<Lease> AcquireLeaseAsync(string runId, LeaseOwner owner, TimeSpan expiry, Func<LeaseOwner, bool> isDead, CancellationToken cancellationToken);

    /// <summary>Renews; false when the lease is no longer ours.</summary>
    Task<bool> RenewLeaseAsync(Lease lease, CancellationToken cancellationToken);

    /// <summary>Releases; does nothing when it is no longer ours.</summary>
    Task ReleaseLeaseAsync(Lease lease, CancellationToken cancellationToken);
}

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
