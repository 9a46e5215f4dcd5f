namespace StockSync.Engine.Operations.Health;

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
