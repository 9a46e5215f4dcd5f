namespace StockSync.Engine.Operations.Health;

/// <summary>How often runs, stocks and requests go well.</summary>
/// <param name="Runs7">Runs that ended well to all, seven days.</param>
/// <param name="Runs30">The same of thirty days.</param>
/// <param name="Runs90">The same of ninety days.</param>
/// <param name="Retries">Requests tried again to all, seven days.</param>
/// <param name="Failures">Failures in a row.</param>
/// <param name="Last">The newest run.</param>
/// <param name="LastSuccess">The newest run that ended well.</param>
/// <param name="RowsPerSecond">Of the newest run that received any.</param>
sealed record Rates(
    double? Runs7, double? Runs30, double? Runs90, double? Retries, int Failures, SyncRun? Last, SyncRun? LastSuccess, double? RowsPerSecond)
{
    public static Rates? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Runs is not { } runs)
            return null;
        var now = facts.Clock.UtcNow;
        var month = runs.Where(r => r.IsJudged() && r.StartedAt > now.AddDays(-30)).ToArray();
        double? rate = Rate(month);
        if (rate <= HealthLimits.SuccessRate)
            reasons.Add(ReasonCode.LowSuccessRate, HealthStatus.Warning, month.Count(r => r.EndedWell()), month.Length, 100 * rate);

        var week = runs.Where(r => r.StartedAt > now.AddDays(-7)).ToArray();
        long requests = week.Sum(r => (long)r.Requests);
        int failures = CheckFailures(facts, runs, reasons);
        return new Rates(
            Rate(week.Where(r => r.IsJudged())),
            rate,
            Rate(runs.Where(r => r.IsJudged() && r.StartedAt > now.AddDays(-90))),
            requests > 0 ? (double)week.Sum(r => (long)r.Retries) / requests : null,
            failures,
            runs.Count > 0 ? runs[0] : null,
            runs.FirstOrDefault(r => r.EndedWell()),
            runs.FirstOrDefault(r => r.Received() > 0 && r.Duration > TimeSpan.Zero) is { } run ? run.Received() / run.Duration!.Value.TotalSeconds : null);
    }

    /// <summary>Stocks of the last thirty days that ended right to all; a day counts once it has had its attempts.</summary>
    public static double? Stocks(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Days is not { } days || facts.Judged is not { } judged)
            return null;
        var month = days.Where(d => d.Expected > 0 && d.Day() <= judged && d.Day() > facts.Clock.Today.AddDays(-30)).ToArray();
        long expected = month.Sum(d => (long)d.Expected);
        if (expected == 0)
            return null;
        long present = month.Sum(d => (long)Math.Min(d.Present(), d.Expected));
        double rate = (double)present / expected;
        if (rate < HealthLimits.StockSuccessRate)
            reasons.Add(ReasonCode.LowStockSuccessRate, HealthStatus.Warning, expected - present, expected, 100 * rate);
        return rate;
    }

    static double? Rate(IEnumerable<SyncRun> judged)
    {
        int all = 0;
        int well = 0;
        foreach (var run in judged)
        {
            all++;
            well += run.EndedWell() ? 1 : 0;
        }
        return all > 0 ? (double)well / all : null;
    }

    // Only what ended well ends a row of failures: one that was stopped, or found nothing published, says nothing either way.
    static int CheckFailures(HealthFacts facts, IReadOnlyList<SyncRun> runs, ReasonList reasons)
    {
        var ends = runs.Select(r => (At: r.StartedAt, Bad: r.HasFailed(), Good: r.EndedWell(), Why: r.Message ?? r.ErrorId))
            .Concat((facts.Attempts ?? []).Where(t => t.RunId is null).Select(t => (
                At: t.StartedAt,
                Bad: t.Outcome is AttemptOutcome.Failed or AttemptOutcome.Misconfigured,
                Good: t.Outcome is AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete,
                Why: t.Message ?? t.ErrorId)))
            .OrderByDescending(e => e.At)
            .TakeWhile(e => !e.Good)
            .Where(e => e.Bad)
            .ToArray();
        if (ends.Length >= HealthLimits.Failures)
        {
            reasons.Add(
                ReasonCode.ConsecutiveFailures,
                ends.Length >= HealthLimits.CriticalFailures ? HealthStatus.Critical : HealthStatus.Warning,
                ends.Length, ends[0].Why ?? "-");
        }
        return ends.Length;
    }
}

/// <summary>What a run's record says of how it went.</summary>
static class RunJudgement
{
    /// <summary>Complete, or partial with no more than one bar in twenty missing: late publication of a few stocks is no failure of the run.</summary>
    public static bool EndedWell(this SyncRun run) => run.Status == SyncRunStatus.Completed
        || (run.Status == SyncRunStatus.Partial && run.Expected > 0 && run.Stored + run.Suspended >= HealthLimits.SuccessRate * run.Expected);

    public static bool HasFailed(this SyncRun run) => run.Status is SyncRunStatus.Failed or SyncRunStatus.Interrupted;

    /// <summary>Whether it says anything of how well runs go: not while it works, nor where a user or a limit stopped it.</summary>
    public static bool IsJudged(this SyncRun run) => run.Status is not (SyncRunStatus.Running or SyncRunStatus.Stopped);

    public static long Received(this SyncRun run) => run.Inserted + run.Updated + run.Unchanged;
}

/// <summary>How long runs take.</summary>
static class Durations
{
    public static DurationHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Runs is not { } all)
            return null;
        var now = facts.Clock.UtcNow;
        // What failed at once or was stopped is not quick.
        var ended = all.Where(r => r.Status is SyncRunStatus.Completed or SyncRunStatus.Partial && r.Duration is not null).ToArray();
        bool hasDaily = ended.Any(r => r.Kind == SyncKind.Day && r.StartedAt > now.AddDays(-90));
        var runs = ended.Where(r => r.StartedAt > now.AddDays(-90) && (!hasDaily || r.Kind == SyncKind.Day)).ToArray();
        var times = runs.Select(r => r.Duration!.Value).ToArray();
        var durations = new DurationHealth
        {
            Runs = runs.Length,
            Kind = hasDaily ? SyncKind.Day : null,
            Average = times.Length > 0 ? TimeSpan.FromTicks((long)times.Average(t => (double)t.Ticks)) : null,
            P50 = Percentile.Of(times, 0.50),
            P95 = Percentile.Of(times, 0.95),
            Max = times.Length > 0 ? times.Max() : null,
            TrendRatio = Trend(times, [.. runs.Where(r => r.StartedAt > now.AddDays(-30)).Select(r => r.Duration!.Value)]),
        };
        Check(durations, facts.Settings, reasons);
        return durations;
    }

    static double? Trend(TimeSpan[] newestFirst, TimeSpan[] month) =>
        Percentile.Of(month, 0.50) is { Ticks: > 0 } usual && Percentile.Of(newestFirst.Take(7), 0.50) is { } recent ? recent / usual : null;

    // A backfill takes as long as its range, so only daily runs can be slow.
    static void Check(DurationHealth durations, SyncSettings settings, ReasonList reasons)
    {
        if (durations is not { Kind: SyncKind.Day, Runs: >= HealthLimits.SlowSample, P50: { } p50, P95: { } p95 } || p95 < HealthLimits.SlowFloor)
            return;
        if (p95 > HealthLimits.SlowRatio * p50)
            reasons.Add(ReasonCode.SlowRuns, HealthStatus.Warning, Minutes(p95), Minutes(p50), durations.Runs);
        else if (ShortestGap(settings.ScheduleTimes) is { } gap && p95 > HealthLimits.SlotShare * gap)
            reasons.Add(ReasonCode.SlowRuns, "SlowForSlot", HealthStatus.Warning, Minutes(p95), Minutes(gap), durations.Runs);
    }

    static double Minutes(TimeSpan time) => time.TotalMinutes;

    static TimeSpan? ShortestGap(IReadOnlyList<TimeOnly> times) =>
        // The difference of two times of day goes round midnight, as the attempts do.
        times.Count > 1 ? times.Zip(times.Skip(1), (earlier, later) => later - earlier).Min() : null;
}
