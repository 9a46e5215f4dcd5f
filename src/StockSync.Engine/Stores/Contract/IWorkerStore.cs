namespace StockSync.Engine.Stores.Contract;

/// <summary>
/// Several machines at one run: the run's own machine publishes the rest of its plan, others claim units of it. The database is the only
/// coordinator. Only stores that machines can share have this.
/// </summary>
interface IWorkerStore
{
    /// <summary>Adds a worker to the run that is under way; null where none is.</summary>
    Task<WorkerTicket?> JoinAsync(WorkerEntry worker, CancellationToken cancellationToken);

    /// <summary>A worker's sign of life, and what there is to see for it.</summary>
    Task<WorkerStatus> ReadStatusAsync(WorkerTicket pass, CancellationToken cancellationToken);

    /// <summary>Ends a worker with its last counters and gives back what it has claimed.</summary>
    Task LeaveAsync(WorkerTicket pass, RunCounters counters, CancellationToken cancellationToken);

    /// <summary>Workers of a run that have not left it.</summary>
    Task<int> CountAsync(string runId, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a plan claimable; its number is the next one of the run. <see cref="ErrorIds.LeaseLost"/> when the lease is no longer ours.
    /// </summary>
    Task<int> PublishAsync(Lease lease, PublishedPlan plan, CancellationToken cancellationToken);

    /// <summary>A published plan without its units; null where it was withdrawn.</summary>
    Task<PublishedPlan?> GetPlanAsync(string runId, int plan, CancellationToken cancellationToken);

    /// <summary>Nothing more of the plan can be claimed.</summary>
    Task WithdrawAsync(string runId, int plan, CancellationToken cancellationToken);

    /// <summary>Takes the next units; none where nothing is to be had now.</summary>
    Task<IReadOnlyList<PlanUnit>> ClaimAsync(UnitClaim claim, CancellationToken cancellationToken);

    /// <summary>Gives back what a machine has claimed and not finished.</summary>
    Task ReturnAsync(string runId, int plan, string owner, CancellationToken cancellationToken);

    /// <summary>
    /// Marks workers as lost that gave no sign of life for longer than the expiry, gives their units back, and tells how the plan stands for
    /// <paramref name="owner"/>.
    /// </summary>
    Task<PlanState> ReclaimAsync(string runId, int plan, string owner, TimeSpan expiry, CancellationToken cancellationToken);

    /// <summary>The units of a plan that machines other than <paramref name="owner"/> have finished, in order.</summary>
    Task<IReadOnlyList<PlanUnit>> GetFinishedAsync(string runId, int plan, string owner, CancellationToken cancellationToken);

    /// <summary>What workers wrote for a plan into days that they did not settle.</summary>
    Task<WorkerRows> GetRowsAsync(string runId, int plan, CancellationToken cancellationToken);

    /// <summary>Tells the workers of a run that its work is done; from now on they can commit nothing.</summary>
    Task DismissAsync(string runId, CancellationToken cancellationToken);
}
