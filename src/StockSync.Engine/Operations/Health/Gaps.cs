namespace StockSync.Engine.Operations.Health;

/// <summary>Trading days within the copied range that are not complete, never tried ones included.</summary>
static class Gaps
{
    /// <summary>The days that lack bars, in order; the newest one counts once it has had its attempts of the evening.</summary>
    public static List<DateOnly> Find(HealthFacts facts)
    {
        if (facts is not { Days: [var first, ..] days, Calendar: { } calendar, Judged: { } judged })
            return [];
        // Of a copy of chosen stocks there may be days on which none of them is expected.
        bool isChosen = facts.Copy is { IsChosen: true };
        var done = days
            .Where(d => d.Status is SyncDayStatus.Completed or SyncDayStatus.Skipped || (isChosen && d is { Expected: 0, Late: 0, Failed: 0, Quarantined: 0 }))
            .Select(d => d.Day()).ToHashSet();
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
        var gaps = Expecting(Find(facts), facts);
        var known = days.ToDictionary(d => d.Day());
        var lacking = gaps.Select(gap => known.GetValueOrDefault(gap) is { Expected: > 0 } day ? day : Untried(gap, facts)).ToArray();
        // What only waits for a second answer becomes complete by itself.
        var old = gaps.Where(gap => known.GetValueOrDefault(gap) is not { IsWaiting: true } && calendar.Between(gap.AddDays(1), expected).Length > HealthLimits.OldGapDays).ToArray();
        if (old.Length > 0)
            reasons.Add(
                ReasonCode.OldGaps, Advice.Key(facts, ReasonCode.OldGaps, "OldGapsChosen"), HealthStatus.Warning, old.Length, old[0].Text(), old[^1].Text());
        return new GapHealth
        {
            Count = gaps.Count,
            Rows = lacking.Sum(Lacks),
            OlderThanThreeDays = old.Length,
            Worst = [.. lacking.OrderByDescending(Lacks).ThenBy(d => d.Date).Take(10)],
        };
    }

    // Days that were never tried are gaps of a copy of chosen stocks where one of them is expected.
    static List<DateOnly> Expecting(List<DateOnly> gaps, HealthFacts facts)
    {
        if (facts is not { Copy.IsChosen: true, Stocks: not null })
            return gaps;
        var known = facts.Days!.Select(d => d.Day()).ToHashSet();
        return [.. gaps.Where(g => known.Contains(g) || Untried(g, facts).Expected > 0)];
    }

    static long Lacks(SyncDay day) => Math.Max(0, day.Expected - day.Present());

    static SyncDay Untried(DateOnly day, HealthFacts facts) => new()
    {
        Date = day.ToDateTime(TimeOnly.MinValue),
        Status = SyncDayStatus.Pending,
        Expected = facts.Stocks?.Count(s => s.IsExpectedOn(day) && (facts.Copy is not { IsChosen: true } copy || copy.Codes.Contains(s.Code))) ?? 0,
    };
}
