using StockSync.Engine.Sources.Contract;

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

/// <summary>A machine that wants to work at a run.</summary>
/// <param name="WorkerId">Unique over machines.</param>
/// <param name="Host">Its name.</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Endpoint">The service as it reaches it.</param>
sealed record WorkerEntry(string WorkerId, string Host, int ProcessId, string Endpoint);

/// <summary>How a worker stands.</summary>
enum WorkerState
{
    /// <summary>It works.</summary>
    Active,

    /// <summary>The run's work is done, the worker does not know of it yet.</summary>
    Dismissed,

    /// <summary>It left.</summary>
    Ended,

    /// <summary>It gave no sign of life; its units went to others.</summary>
    Lost,
}

/// <summary>What a worker sees of its run.</summary>
/// <param name="State">How the worker itself stands; <see cref="WorkerState.Lost"/> also where nobody knows it any more.</param>
/// <param name="IsLed">The run has its lease, and the machine that holds it gives signs of life.</param>
/// <param name="Plan">The newest published plan of the run; 0 for none.</param>
readonly record struct WorkerStatus(WorkerState State, bool IsLed, int Plan);

/// <summary>A worker's right to write: good while the worker is active and the run still has its lease.</summary>
/// <param name="WorkerId">The worker.</param>
/// <param name="Lease">The lease of the run that it works at.</param>
sealed record WorkerTicket(string WorkerId, Lease Lease);

/// <summary>What workers wrote into days that are settled only when all is through.</summary>
/// <param name="Counts">Rows per day.</param>
/// <param name="Rejected">Rows of the run that were set aside.</param>
sealed record WorkerRows(IReadOnlyDictionary<DateOnly, RowCounts> Counts, IReadOnlyList<RejectedRow> Rejected);

/// <summary>What another machine must know to work at a plan as its own machine does; the rest stands in the tables.</summary>
sealed record PublishedPlan
{
    /// <summary>First and last day asked for.</summary>
    public required DateOnly From { get; init; }

    /// <summary>See <see cref="From"/>.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The newest trading day due.</summary>
    public DateOnly? Newest { get; init; }

    /// <summary>The days that are to be settled, in order.</summary>
    public required IReadOnlyList<DateOnly> OpenDays { get; init; }

    /// <summary>Those of them whose earlier record is not believed.</summary>
    public IReadOnlyList<DateOnly> DoubtedDays { get; init; } = [];

    /// <summary>Those of them that are asked for whole, by whichever machine.</summary>
    public IReadOnlyList<DateOnly> MarketDays { get; init; } = [];

    /// <summary>Those of them of which the whole market is asked for.</summary>
    public IReadOnlyList<DateOnly> WholeDays { get; init; } = [];

    /// <summary>Single stocks asked for.</summary>
    public IReadOnlyList<StockCoverage> Ranges { get; init; } = [];

    /// <summary>How many units there are.</summary>
    public int Total { get; init; }

    /// <summary>What nobody has begun, numbered from 1 in order.</summary>
    public IReadOnlyList<PlanUnit> Units { get; init; } = [];
}

/// <summary>How a published plan stands, seen by one machine.</summary>
/// <param name="Pending">Units that can be claimed.</param>
/// <param name="Claimed">Units that others have in hand.</param>
/// <param name="Workers">Workers that have not left.</param>
readonly record struct PlanState(int Pending, int Claimed, int Workers);

/// <summary>A unit of a published plan: one market day, or one stock over a range.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Shape">What it asks for.</param>
/// <param name="Code">The stock; 0 for a market day.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="HasRows">True when the table holds some of its rows already.</param>
readonly record struct PlanUnit(int Number, RequestShape Shape, StockCode Code, DateOnly From, DateOnly To, bool HasRows);

/// <summary>A wish for units.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Plan">Its plan.</param>
/// <param name="Shape">The kind of unit.</param>
/// <param name="Owner">Who wants them: a worker, or the run itself by its id.</param>
/// <param name="Count">The most it takes.</param>
readonly record struct UnitClaim(string RunId, int Plan, RequestShape Shape, string Owner, int Count);

/// <summary>A unit of a published plan that a commit finishes.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Number">The unit.</param>
/// <param name="IsFailed">It failed for good; the commit records why.</param>
readonly record struct UnitMark(int Plan, int Number, bool IsFailed);
