namespace StockSync.Engine.Stores.Contract;

/// <summary>The history of runs.</summary>
interface IRunStore
{
    /// <summary>Records a run; a second call with the same id replaces what the first one said of its plan, its counters stay.</summary>
    Task AddRunAsync(SyncRun run, CancellationToken cancellationToken);

    /// <summary>Records how a run ended, with its last counters and all that follows from its end, in one transaction.</summary>
    /// <returns>The run as it is recorded now; null where it never was.</returns>
    Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken);

    /// <summary>Runs, newest first. An active run is one that says Running and whose lease has not expired.</summary>
    Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken);

    /// <summary>Runs that began at or after an instant (UTC), newest first.</summary>
    Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken);

    /// <summary>What all runs ever come to.</summary>
    Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken);
}

/// <summary>How a run ended; recorded in one transaction with what is to be told of it.</summary>
sealed record RunEnd
{
    public required string RunId { get; init; }

    public required SyncRunStatus Status { get; init; }

    /// <summary>Why, where it was not by reaching the end.</summary>
    public string? Message { get; init; }

    /// <summary>The stable id of the error that ended it.</summary>
    public string? ErrorId { get; init; }

    public RunCounters Counters { get; init; } = RunCounters.Zero;

    /// <summary>The instant, UTC.</summary>
    public required DateTime Now { get; init; }

    public AlertChanges Alerts { get; init; } = AlertChanges.None;

    /// <summary>What is known of the service now; null changes nothing.</summary>
    public ServiceState? Service { get; init; }

    /// <summary>Requests that were reserved and not sent; given back once, however often the end is recorded. Null for none.</summary>
    public UnusedRequests? Unused { get; init; }

    /// <summary>The lease to be given back; null keeps it.</summary>
    public Lease? Released { get; init; }
}

/// <summary>
/// What a run has used so far, in all: totals, not steps, so that a transaction whose answer was lost and which is done again counts
/// nothing twice. (Rows are counted by the commit itself.)
/// </summary>
sealed record RunCounters
{
    public static readonly RunCounters Zero = new();

    public int Requests { get; init; }

    public int Retries { get; init; }

    public long BytesIn { get; init; }

    public long BytesOut { get; init; }

    /// <summary>Requests that ended by an error.</summary>
    public int SourceErrors { get; init; }

    /// <summary>Seconds that half of the answers stayed below; null before the first.</summary>
    public double? LatencyP50 { get; init; }

    /// <summary>The same for 19 of 20.</summary>
    public double? LatencyP95 { get; init; }

    public TimeSpan FetchTime { get; init; }

    public TimeSpan StoreTime { get; init; }

    public TimeSpan WaitTime { get; init; }

    /// <summary>The batch sizes so far; replaces the record's.</summary>
    public string? BatchSizes { get; init; }
}

/// <summary>What all runs ever come to.</summary>
/// <param name="Runs">How many there were.</param>
/// <param name="Rows">Rows that they added or changed.</param>
/// <param name="Retries">Requests that they tried again.</param>
sealed record RunTotals(int Runs, long Rows, long Retries);

/// <summary>Requests of a day's budget that were reserved and not sent.</summary>
/// <param name="Endpoint">The service.</param>
/// <param name="BeijingDay">The day they belong to.</param>
/// <param name="Count">How many, above 0.</param>
sealed record UnusedRequests(string Endpoint, DateOnly BeijingDay, int Count);

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
