using StockSync.Engine.Operations.Schedules;

namespace StockSync.Engine.Operations.Health;

/// <summary>Whether something starts the attempts, and whether they are made.</summary>
static class ScheduleHealthReader
{
    public static ScheduleHealth Of(HealthFacts facts, ReasonList reasons)
    {
        var last = facts.Attempts is [var newest, ..] ? newest : null;
        var here = facts.Schedules;
        bool? isRegistered = here is null ? null : here.Count > 0;
        bool? isActive = here is { Count: > 0 } ? here.Any(s => s.IsActive) : null;
        if (isActive == false)
            reasons.Add(ReasonCode.ScheduleInactive, HealthStatus.Warning, here![0].Name, here[0].Scheduler);

        // Who took the schedule of this machine away does not miss its attempts; that nothing starts them any more is told instead.
        bool isGone = isRegistered == false && last?.Host == facts.Host;
        if (isGone)
            reasons.Add(ReasonCode.NotScheduled, HealthStatus.Warning, Beijing.Text(last!.StartedAt));
        int? missed = isGone || (isRegistered != true && last is null) ? null : Missed(facts, last, reasons);
        return new ScheduleHealth
        {
            IsRegistered = isRegistered,
            IsActive = isActive,
            NextAt = here?.Where(s => s.IsActive).Min(s => s.NextAt),
            LastAt = last?.StartedAt,
            LastOutcome = last?.Outcome,
            LastHost = last?.Host,
            Missed = missed,
            MissedThirtyDays = (facts.Attempts ?? []).Where(t => t.StartedAt > facts.Clock.UtcNow.AddDays(-30)).Sum(t => t.Missed),
        };
    }

    static int? Missed(HealthFacts facts, ScheduledAttempt? last, ReasonList reasons)
    {
        if (facts is not { KnownDays: { } known, Attempts: { } attempts })
            return null;
        var calendar = AttemptCalendar.Of(facts.Settings, known);
        var before = facts.Clock.UtcNow - HealthLimits.AttemptGrace;
        var history = new AttemptHistory(attempts);
        var missed = history.Last is not null ? history.Missed(calendar, before)
            : LastSign(facts) is { } since ? calendar.Between(since, before)
            : [];
        if (missed.Count >= HealthLimits.MissedAttempts)
        {
            reasons.Add(
                ReasonCode.RunMissing, HealthStatus.Critical,
                missed.Count, Beijing.Text(missed.Min(s => s.DueAt)), last is null ? "-" : Beijing.Text(last.StartedAt));
        }
        return missed.Count;
    }

    // A schedule that has never made an attempt does not say when it was registered; not before the last work that was done by hand, most likely.
    static DateTime? LastSign(HealthFacts facts)
    {
        var run = facts.Runs is [var newest, ..] ? newest.StartedAt : (DateTime?)null;
        var day = facts.Days?.Max(d => d.SettledAt);
        return run > day || day is null ? run : day;
    }
}
