namespace StockSync.Engine.Operations.Health;

/// <summary>The error budget: how many of the last 250 trading days were not there the next morning.</summary>
static class LateDays
{
    public static ErrorBudgetHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { Days: { } days, Runs: { } runs, Calendar: { } calendar } || Start(facts) is not { } start)
            return null;
        var known = days.ToDictionary(d => d.Day());
        var due = calendar.Between(start, facts.Clock.Today).ToArray()
            .Where(day => facts.IsPast(day.AddDays(1), HealthLimits.Morning)).TakeLast(HealthLimits.BudgetDays).ToArray();
        var bad = due.Where(day => !IsInTime(day, known.GetValueOrDefault(day), runs, facts.Attempts ?? [])).ToArray();
        double remaining = Math.Max(0, 1 - (bad.Length / (HealthLimits.BudgetDays * HealthLimits.BudgetShare)));
        if (bad.Length > 0)
            Check(facts, bad, remaining, reasons);
        var old = days.Where(d => d.Expected > 0 && calendar.Between(d.Day().AddDays(1), facts.Clock.Today).Length > HealthLimits.OldGapDays)
            .TakeLast(HealthLimits.BudgetDays).ToArray();
        return new ErrorBudgetHealth
        {
            Days = due.Length,
            BadDays = bad.Length,
            LastBadDay = bad.Length > 0 ? bad[^1].ToDateTime(TimeOnly.MinValue) : null,
            Remaining = remaining,
            Completeness = old.Length > 0 ? old.Sum(d => (double)Math.Min(d.Present(), d.Expected)) / old.Sum(d => (double)d.Expected) : null,
        };
    }

    // Days that were filled in later by hand were never promised: the promise begins with the first daily run or scheduled attempt.
    static DateOnly? Start(HealthFacts facts)
    {
        var firstRun = facts.Runs!.LastOrDefault(r => r.Kind == SyncKind.Day)?.StartedAt;
        var firstAttempt = facts.Attempts is [.., var oldest] ? oldest.StartedAt : (DateTime?)null;
        var first = firstAttempt < firstRun || firstRun is null ? firstAttempt : firstRun;
        return first is { } at ? Beijing.Day(at) : null;
    }

    // A day that was settled again later looks late by its checkpoint; a run or attempt that found it complete in time says that it was not.
    static bool IsInTime(DateOnly day, SyncDay? record, IReadOnlyList<SyncRun> runs, IReadOnlyList<ScheduledAttempt> attempts)
    {
        if (record?.IsThere() != true)
            return false;
        var deadline = Beijing.Instant(day.AddDays(1), HealthLimits.Morning);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return record.SettledAt <= deadline
            || attempts.Any(t => t.Date == midnight && t.Outcome is AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete && t.EndedAt <= deadline)
            || runs.Any(r => r.Status == SyncRunStatus.Completed && r.From <= midnight && r.To >= midnight && r.EndedAt <= deadline);
    }

    static void Check(HealthFacts facts, DateOnly[] bad, double remaining, ReasonList reasons)
    {
        bool isRecent = bad[^1].DayNumber > facts.Clock.Today.DayNumber - HealthLimits.BudgetCriticalDays;
        if (remaining == 0)
        {
            reasons.Add(
                ReasonCode.ErrorBudgetSpent, isRecent ? HealthStatus.Critical : HealthStatus.Warning,
                bad.Length, HealthLimits.BudgetDays, bad[^1].Text());
        }
        else if (remaining < HealthLimits.BudgetLow)
        {
            reasons.Add(ReasonCode.ErrorBudgetLow, HealthStatus.Warning, bad.Length, HealthLimits.BudgetDays, bad[^1].Text());
        }
    }
}

/// <summary>What a checkpoint says of its day.</summary>
static class DayJudgement
{
    public static DateOnly Day(this SyncDay day) => DateOnly.FromDateTime(day.Date);

    /// <summary>Bars that are there, those of suspended stocks included.</summary>
    public static int Present(this SyncDay day) => day.Stored + day.Suspended;

    /// <summary>Bars that are there to those that should be; null where nobody knows how many should.</summary>
    public static double? Coverage(this SyncDay day) => day.Expected > 0 ? Math.Min(1, (double)day.Present() / day.Expected) : null;

    /// <summary>Complete, or so nearly that it is not stale; or only a second answer is waited for.</summary>
    public static bool IsThere(this SyncDay day) =>
        day.Status == SyncDayStatus.Completed || day.IsWaiting || day.Coverage() >= HealthLimits.Coverage;
}
