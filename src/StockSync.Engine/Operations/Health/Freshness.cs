namespace StockSync.Engine.Operations.Health;

/// <summary>How new the copy is, in trading days: holidays make nothing old.</summary>
/// <param name="Expected">The newest trading day whose bars should be there.</param>
/// <param name="Latest">The newest complete day.</param>
/// <param name="Lag">Trading days that are not there yet, after the newest one that is.</param>
/// <param name="Day">The checkpoint of the expected day.</param>
/// <param name="Coverage">Of the expected day.</param>
sealed record Freshness(DateOnly? Expected, DateOnly? Latest, int? Lag, SyncDay? Day, double? Coverage)
{
    public static Freshness? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Days is not { } days)
            return null;
        if (days.Count == 0)
        {
            reasons.Add(ReasonCode.Empty, HealthStatus.Warning, facts.Target);
            return new Freshness(facts.Expected, null, null, null, null);
        }

        var latest = days.LastOrDefault(d => d.Status == SyncDayStatus.Completed);
        var there = days.LastOrDefault(d => d.IsThere());
        var newest = there?.Day();
        bool isBeyond = CheckCalendar(facts, newest, reasons);
        if (facts.Calendar is not { } calendar || facts.Expected is not { } expected)
            return new Freshness(null, latest?.Day(), null, null, null);

        var behind = calendar.Between(newest?.AddDays(1) ?? days[0].Day(), expected);
        var day = days.LastOrDefault(d => d.Day() == expected);
        if (behind.Length > 0 && !isBeyond)
            CheckLag(facts, behind[0], behind.Length, expected, newest, reasons);
        CheckCoverage(facts, days, reasons);
        return new Freshness(expected, latest?.Day(), behind.Length, day, day?.Coverage() ?? 0);
    }

    // Where the calendar ends nothing is guessed for good: a day that is not known to be a holiday may be one. But no holiday lasts for
    // ever, and a copy that nobody has touched for weeks is not to look fresh. True where that has been told.
    static bool CheckCalendar(HealthFacts facts, DateOnly? newest, ReasonList reasons)
    {
        var end = facts.Calendar?.To;
        int weekdays = 0;
        for (var day = end?.AddDays(1) ?? newest?.AddDays(1) ?? facts.Clock.Today; day <= facts.Clock.Today; day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && facts.IsPast(day, HealthLimits.Evening))
                weekdays++;
        }
        if (weekdays == 0)
        {
            CheckEnd(facts, reasons);
            return false;
        }
        reasons.Add(ReasonCode.CalendarOld, HealthStatus.Unknown, end?.Text() ?? "-", facts.Clock.Today.Text());
        if (weekdays <= HealthLimits.HolidayWeekdays)
            return false;
        reasons.Add(
            ReasonCode.Stale, Advice.Key(facts, "StaleBeyondCalendar", "StaleBeyondCalendarChosen"), HealthStatus.Critical,
            (newest ?? facts.Days![0].Day()).Text(), weekdays, facts.Clock.Today.Text());
        return true;
    }

    // The service's calendar ends with the year. Until the next one is known the next weekday is taken for a trading day.
    static void CheckEnd(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { Calendar: { } calendar, Ahead: { } ahead })
            return;
        var end = ahead.Count > 0 ? ahead[^1].Date : calendar.To;
        if (end.DayNumber - facts.Clock.Today.DayNumber < HealthLimits.AheadDays && ahead.Count(d => d.IsTradingDay) <= HealthLimits.CalendarEnd)
            reasons.Add(ReasonCode.CalendarEnds, HealthStatus.Warning, end.Text());
    }

    static void CheckLag(HealthFacts facts, DateOnly first, int lag, DateOnly expected, DateOnly? newest, ReasonList reasons)
    {
        HealthStatus? severity = facts.IsPast(first.AddDays(1), HealthLimits.Morning) ? HealthStatus.Critical
            : facts.IsPast(first, HealthLimits.Evening) ? HealthStatus.Warning
            : null;
        if (severity is { } found)
            reasons.Add(ReasonCode.Stale, found, lag, newest?.Text() ?? "-", expected.Text());
    }

    // A day of which nothing is there is stale, and not called badly covered besides.
    static void CheckCoverage(HealthFacts facts, IReadOnlyList<SyncDay> days, ReasonList reasons)
    {
        if (facts.Judged is not { } judged || days.LastOrDefault(d => d.Day() == judged) is not { } day
            || day.IsThere() || day.Present() == 0 || day.Coverage() is not { } coverage)
            return;
        reasons.Add(
            ReasonCode.LowCoverage,
            coverage < HealthLimits.CriticalCoverage ? HealthStatus.Critical : HealthStatus.Warning,
            judged.Text(), day.Present(), day.Expected, 100 * coverage);
    }
}

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
