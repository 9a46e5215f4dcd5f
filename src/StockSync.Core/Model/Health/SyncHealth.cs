namespace StockSync;

/// <summary>What <c>Get-SyncHealth</c> tells. A part that could not be read is null, and a reason says why.</summary>
public sealed class SyncHealth
{
    /// <summary>The worst of the reasons, in the order Warning, Unknown, Critical.</summary>
    public required HealthStatus Status { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTime AsOf { get; init; }

    /// <summary>Why it is not Healthy, worst first; empty where it is.</summary>
    public IReadOnlyList<HealthReason> Reasons { get; init; } = [];

    /// <summary>
    /// What the database is a copy of: <c>WholeMarket</c>, or <c>Chosen</c> stocks, by which days, gaps and coverage are judged then. Null before
    /// the first run.
    /// </summary>
    public string? Scope { get; init; }

    /// <summary>How many stocks were chosen; null for the whole market.</summary>
    public int? ScopeStocks { get; init; }

    /// <summary>The newest trading day whose bars should be there.</summary>
    public DateTime? ExpectedDay { get; init; }

    /// <summary>The newest day that is complete.</summary>
    public DateTime? LatestDay { get; init; }

    /// <summary>
    /// Trading days from the newest one whose bars are there to the expected one: 0 is fresh. One stock that always fails makes no day stale:
    /// 99.9 % of the bars are enough here.
    /// </summary>
    public int? LagDays { get; init; }

    /// <summary>Bars that are there to those that should be, on the expected day, 0 to 1.</summary>
    public double? Coverage { get; init; }

    /// <summary>The checkpoint of the expected day; null where it was not tried yet.</summary>
    public SyncDay? Day { get; init; }

    /// <summary>
    /// Runs of the last thirty days that ended well to all, 0 to 1; above 0.95 is healthy. A partial run that lacks no more than 5 % of its
    /// bars ended well; one that works or was stopped by somebody does not count.
    /// </summary>
    public double? SuccessRate { get; init; }

    /// <summary>The same over seven days.</summary>
    public double? SuccessRate7 { get; init; }

    /// <summary>The same over ninety days.</summary>
    public double? SuccessRate90 { get; init; }

    /// <summary>Stocks of the last thirty days' trading days that ended right to all, 0 to 1.</summary>
    public double? StockSuccessRate { get; init; }

    /// <summary>All runs ever.</summary>
    public int? TotalRuns { get; init; }

    /// <summary>Rows added or changed by all runs ever.</summary>
    public long? TotalRows { get; init; }

    /// <summary>Requests tried again by all runs ever.</summary>
    public long? TotalRetries { get; init; }

    /// <summary>Runs that failed, or attempts that failed before there was a run, since the last one that ended well.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>The newest run.</summary>
    public SyncRun? LastRun { get; init; }

    /// <summary>The newest run that ended well.</summary>
    public SyncRun? LastSuccess { get; init; }

    /// <summary>How long runs of the last ninety days took.</summary>
    public DurationHealth? Durations { get; init; }

    /// <summary>Bars received by the last run in each second.</summary>
    public double? RowsPerSecond { get; init; }

    /// <summary>Open failures.</summary>
    public int? FailedStocks { get; init; }

    /// <summary>Open failures by reason, most first.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init; } = [];

    /// <summary>Bars set aside.</summary>
    public int? Quarantined { get; init; }

    /// <summary>Days that are not complete.</summary>
    public GapHealth? Gaps { get; init; }

    /// <summary>What the copy rests on, and what waits for a second answer.</summary>
    public EvidenceHealth? Evidence { get; init; }

    /// <summary>Requests tried again to all, in the last seven days.</summary>
    public double? RetryRate { get; init; }

    /// <summary>The service.</summary>
    public SourceHealth? Source { get; init; }

    /// <summary>The database.</summary>
    public DatabaseHealth? Database { get; init; }

    /// <summary>The checkpoint of the newest complete day against the table; null where there is none.</summary>
    public CheckpointHealth? Checkpoint { get; init; }

    /// <summary>The scheduled attempts.</summary>
    public ScheduleHealth? Schedule { get; init; }

    /// <summary>Alerts and their messages.</summary>
    public AlertHealth? Alerts { get; init; }

    /// <summary>How many late days are left; null before the first daily run.</summary>
    public ErrorBudgetHealth? ErrorBudget { get; init; }
}

/// <summary>How well the copy is.</summary>
public enum HealthStatus
{
    /// <summary>Nothing to do.</summary>
    Healthy,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody must act.</summary>
    Critical,

    /// <summary>It cannot be told, because what was asked did not answer.</summary>
    Unknown,
}

/// <summary>One reason why the status is not Healthy.</summary>
public sealed class HealthReason
{
    /// <summary>A stable word for scripts, for example <c>Stale</c> or <c>LowCoverage</c>.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters.</summary>
    public required HealthStatus Severity { get; init; }

    /// <summary>What was found, in the user's language.</summary>
    public required string Text { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Severity} {Code}: {Text}";
}
