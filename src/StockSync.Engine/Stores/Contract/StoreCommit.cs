using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Contract;

/// <summary>What one transaction does.</summary>
sealed record StoreCommit
{
    /// <summary>The run; null only where an import or a repair writes without one.</summary>
    public string? RunId { get; init; }

    /// <summary>The lease the transaction is done under; null only where no run is involved.</summary>
    public Lease? Lease { get; init; }

    /// <summary>The worker that commits for the run; null for the run's own machine.</summary>
    public string? WorkerId { get; init; }

    /// <summary>
    /// Units of a published plan that this commit finishes. <see cref="ErrorIds.WorkerLost"/> when one of them is no longer in this machine's
    /// hand: then nothing is written.
    /// </summary>
    public IReadOnlyList<UnitMark> Units { get; init; } = [];

    /// <summary>The instant, UTC, for the records.</summary>
    public required DateTime Now { get; init; }

    /// <summary>Rows, sorted by (date, code), each key once; null for none.</summary>
    public BarBatch? Bars { get; init; }

    /// <summary>
    /// True when the table is believed to hold none of the keys: PostgreSQL copies straight into the table, and falls back to the upsert
    /// when a key exists after all.
    /// </summary>
    public bool ExpectNew { get; init; }

    /// <summary>
    /// True for the one day of a daily sync: round trips count more than the log's volume, so its rows go in one statement also when they
    /// are believed to be new.
    /// </summary>
    public bool IsSingle { get; init; }

    /// <summary>
    /// True where none of the days has a checkpoint yet, as far as is known. A hint: where it is wrong, the commit only takes longer.
    /// </summary>
    public bool IsFirstAttempt { get; init; }

    /// <summary>Days to settle; their status is decided by the table's count inside the transaction. Exceptions of these days are replaced.</summary>
    public IReadOnlyList<DayTally> Days { get; init; } = [];

    /// <summary>What earlier commits of this run wrote for those days, to be added to this commit's counts in the checkpoint.</summary>
    public IReadOnlyDictionary<DateOnly, RowCounts> EarlierCounts { get; init; } = new Dictionary<DateOnly, RowCounts>();

    /// <summary>Stocks whose whole asked range was answered (per-stock checkpoint of StockRange). Kept until the days are settled.</summary>
    public IReadOnlyList<StockCoverage> Covered { get; init; } = [];

    /// <summary>True where this commit ends a StockRange run: coverage of the run's plan is no longer needed.</summary>
    public bool ClearCoverage { get; init; }

    /// <summary>Failures to record; attempts add up, the first error stays.</summary>
    public IReadOnlyList<FailedStock> Failures { get; init; } = [];

    /// <summary>
    /// Failures that are over: every open failure of the stock inside the range is closed (a range that sticks out is kept). The code 0
    /// stands for the whole market: only failures of whole market days (<see cref="FailedStock.WholeMarket"/>) are meant then.
    /// </summary>
    public IReadOnlyList<StockCoverage> Resolved { get; init; } = [];

    /// <summary>Rows set aside; a later good row of the same key takes the record away.</summary>
    public IReadOnlyList<RejectedRow> Quarantined { get; init; } = [];

    /// <summary>Recorded absences that end on the day before, of stocks that are absent on this one: for a commit of one new day.</summary>
    public IReadOnlyList<Absence> Neighbours { get; init; } = [];

    /// <summary>Claims to record: see <see cref="IClaimStore.PutClaimsAsync"/>.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>Claims that are over.</summary>
    public IReadOnlyList<Claim> Settled { get; init; } = [];

    /// <summary>A code that another one has taken the place of: from this commit on its rows count nowhere.</summary>
    public (StockCode Old, StockCode New)? Replaced { get; init; }

    /// <summary>The run's counters so far.</summary>
    public RunCounters Counters { get; init; } = RunCounters.Zero;
}

/// <summary>What a transaction did.</summary>
/// <param name="Rows">Over all rows.</param>
/// <param name="PerDay">The same per day of the rows.</param>
/// <param name="Days">The settled days as recorded, in order of date.</param>
sealed record CommitResult(RowCounts Rows, IReadOnlyDictionary<DateOnly, RowCounts> PerDay, IReadOnlyList<SyncDay> Days)
{
    /// <summary>Machines that work at the run beside its own; seen at a commit of the run's own machine.</summary>
    public int Workers { get; init; }
}

/// <summary>A stock and a date range, both ends included.</summary>
readonly record struct StockCoverage(StockCode Code, DateOnly From, DateOnly To);

/// <summary>What a write did.</summary>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Updated">Rows that were there with another value.</param>
/// <param name="Unchanged">Rows that were there, equal; nothing was written for them.</param>
readonly record struct RowCounts(int Inserted, int Updated, int Unchanged)
{
    public int Total => Inserted + Updated + Unchanged;

    public static RowCounts operator +(RowCounts left, RowCounts right) =>
        new(left.Inserted + right.Inserted, left.Updated + right.Updated, left.Unchanged + right.Unchanged);
}
