namespace StockSync.Engine.Health;

/// <summary>Trading days within the copied range that are not complete, never tried ones included.</summary>
static class Gaps
{
    /// <summary>The days that lack bars, in order; the newest one counts once it has had its tries of the evening.</summary>
    public static List<DateOnly> Find(HealthFacts facts)
    {
        if (facts is not { Days: [var first, ..] days, Calendar: { } calendar, Judged: { } judged })
            return [];
        var done = days.Where(d => d.Status is SyncDayStatus.Completed or SyncDayStatus.Skipped).Select(d => d.Day()).ToHashSet();
        var gaps = new List<DateOnly>();
        foreach (var day in calendar.Between(first.Day(), judged))
        {
            if (!done.Contains(day))
                gaps.Add(day);
        }
        return gaps;
    }

    /// <summary>Whether one of them was never tried: only the stock list tells how many bars that lacks.</summary>
    public static bool HasUntried(HealthFacts facts) => Find(facts).Except((facts.Days ?? []).Where(d => d.Expected > 0).Select(d => d.Day())).Any();

    public static GapHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { Days: { } days, Calendar: { } calendar, Expected: { } expected })
            return null;
        var gaps = Find(facts);
        var known = days.ToDictionary(d => d.Day());
        var lacking = gaps.Select(gap => known.GetValueOrDefault(gap) is { Expected: > 0 } day ? day : Untried(gap, facts.Stocks)).ToArray();
        var old = gaps.Where(gap => calendar.Between(gap.AddDays(1), expected).Length > HealthLimits.OldGapDays).ToArray();
        if (old.Length > 0)
            reasons.Add(ReasonCode.OldGaps, HealthStatus.Warning, old.Length, old[0].Text(), old[^1].Text());
        return new GapHealth
        {
            Count = gaps.Count,
            Rows = lacking.Sum(Lacks),
            OlderThanThreeDays = old.Length,
            Worst = [.. lacking.OrderByDescending(Lacks).ThenBy(d => d.Date).Take(10)],
        };
    }

    static long Lacks(SyncDay day) => Math.Max(0, day.Expected - day.Present());

    static SyncDay Untried(DateOnly day, IReadOnlyList<StockEntry>? stocks) => new()
    {
        Date = day.ToDateTime(TimeOnly.MinValue),
        Status = SyncDayStatus.Pending,
        Expected = stocks?.Count(s => s.IsExpectedOn(day)) ?? 0,
    };
}
