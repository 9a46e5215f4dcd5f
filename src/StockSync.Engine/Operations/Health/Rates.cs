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
