namespace StockSync.Engine.Stores.Contract;

/// <summary>Runs, the lease, the request budget and what is remembered of a service.</summary>
interface IRunStore
{
    /// <summary>Records a run; a second call with the same id replaces what the first one said of its plan, its counters stay.</summary>
    Task AddRunAsync(SyncRun run, CancellationToken cancellationToken);

    /// <summary>Records how a run ended, with its last counters and all that follows from its end, in one transaction.</summary>
    /// <returns>The run as it is recorded now; null where it never was.</returns>
    Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken);

    /// <summary>Runs, newest first. An active run is one that says Running and whose lease has not expired.</summary>
    Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken);

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

    /// <summary>
    /// Takes up to <paramref name="count"/> requests from the day's budget of a service and returns how many were left to take; a negative
    /// count gives unused ones back. Atomic over all processes.
    /// </summary>
    Task<int> ReserveRequestsAsync(string endpoint, DateOnly beijingDay, int count, int budget, CancellationToken cancellationToken);

    /// <summary>Requests reserved so far that day.</summary>
    Task<int> GetReservedRequestsAsync(string endpoint, DateOnly beijingDay, CancellationToken cancellationToken);

    /// <summary>What is remembered of a service; an unknown one gives the defaults.</summary>
    Task<ServiceState> GetServiceAsync(string endpoint, CancellationToken cancellationToken);

    /// <summary>Remembers it.</summary>
    Task PutServiceAsync(ServiceState state, CancellationToken cancellationToken);
}
