using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Health;

/// <summary>
/// How well the copy is, from what the store knows. Reading comes first, then each part is judged by itself: one that is broken is missing
/// in the result, and a reason says so.
/// </summary>
sealed class HealthReader(SyncSettings settings, ISyncStore store, string endpoint, TimeProvider time, Func<string, DiskSpace?> disk)
{
    readonly BeijingClock _clock = new(time);

    public HealthReader(SyncSettings settings, ISyncStore store, string endpoint, TimeProvider time)
        : this(settings, store, endpoint, time, DiskSpace.Of)
    {
    }

    /// <param name="schedules">The schedules of this machine; null where they were not looked at.</param>
    /// <param name="cancellationToken">Stops it; the one thing that makes it throw.</param>
    public async Task<SyncHealth> ReadAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken)
    {
        var reasons = new ReasonList();
        var facts = await new FactReader(settings, store, endpoint, _clock, disk)
            .ReadAsync(schedules, reasons, cancellationToken);
        using var guard = new PartGuard(reasons, false, cancellationToken);
        return Judge(facts, reasons, guard);
    }

    static SyncHealth Judge(HealthFacts facts, ReasonList reasons, PartGuard guard)
    {
        var database = guard.Judge("Database", () => Store.Of(facts, reasons));
        var freshness = guard.Judge("Days", () => Freshness.Of(facts, reasons));
        var checkpoint = guard.Judge("Checkpoint", () => Records.Checkpoint(facts, reasons));
        var rates = guard.Judge("Runs", () => Rates.Of(facts, reasons));
        double? stockRate = guard.Judge("Days", () => Rates.Stocks(facts, reasons));
        var schedule = guard.Judge("Attempts", () => ScheduleHealthReader.Of(facts, reasons));
        var source = guard.Judge("Service", () => SourceHealthReader.Of(facts, reasons));
        var gaps = guard.Judge("Days", () => Gaps.Of(facts, reasons));
        var evidence = guard.Judge("Evidence", () => EvidenceHealthReader.Of(facts, reasons));
        var durations = guard.Judge("Runs", () => Durations.Of(facts, reasons));
        int? quarantined = guard.Judge("Quarantine", () => Records.Quarantined(facts, reasons));
        var alerts = guard.Judge("Alerts", () => Messages.Of(facts, reasons));
        var budget = guard.Judge("Days", () => LateDays.Of(facts, reasons));
        return new SyncHealth
        {
            Status = reasons.Status,
            Reasons = reasons.Reasons,
            AsOf = facts.Clock.UtcNow,
            Scope = facts.Copy?.IsWhole switch { true => "WholeMarket", false => "Chosen", null => null },
            ScopeStocks = facts.Copy is { IsChosen: true } copy ? copy.Codes.Count : null,
            ExpectedDay = Midnight(freshness?.Expected),
            LatestDay = Midnight(freshness?.Latest),
            LagDays = freshness?.Lag,
            Day = freshness?.Day,
            Coverage = freshness?.Coverage,
            SuccessRate = rates?.Runs30,
            SuccessRate7 = rates?.Runs7,
            SuccessRate90 = rates?.Runs90,
            StockSuccessRate = stockRate,
            TotalRuns = facts.Totals?.Runs,
            TotalRows = facts.Totals?.Rows,
            TotalRetries = facts.Totals?.Retries,
            ConsecutiveFailures = rates?.Failures ?? 0,
            LastRun = rates?.Last,
            LastSuccess = rates?.LastSuccess,
            Durations = durations,
            RowsPerSecond = rates?.RowsPerSecond,
            FailedStocks = facts.Failures?.Count,
            Failures = Records.Failures(facts),
            Quarantined = quarantined,
            Gaps = gaps,
            Evidence = evidence,
            RetryRate = rates?.Retries,
            Source = source,
            Database = database,
            Checkpoint = checkpoint,
            Schedule = schedule,
            Alerts = alerts,
            ErrorBudget = budget,
        };
    }

    static DateTime? Midnight(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue);
}
