namespace StockSync.Engine.Stores.Contract;

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
