namespace StockSync.Engine.Stores.Contract;

/// <summary>
/// What settling days does to the recorded absences of one stock: the days leave the intervals that hold them, and what was found of them
/// is joined to an equal neighbour. Months without a row stay one record.
/// </summary>
static class AbsenceIntervals
{
    /// <summary>The intervals afterwards, in order.</summary>
    /// <param name="before">Those before, in order.</param>
    /// <param name="days">The days that were settled, in order.</param>
    /// <param name="found">What was found of the stock on them, by day; a day that is missing here has a row, or is not expected.</param>
    public static List<Absence> Replace(
        IEnumerable<Absence> before, IReadOnlyList<SettledDay> days, IReadOnlyDictionary<DateOnly, DayException> found)
    {
        var result = new List<Absence>();
        foreach (var interval in before)
            Cut(interval, days, result);
        foreach (var day in days)
        {
            if (found.TryGetValue(day.Date, out var exception))
                result.Add(Absence.Of(exception));
        }
        result.Sort((left, right) => left.From.CompareTo(right.From));
        return Join(result, days);
    }

    /// <summary>Equal neighbours made one.</summary>
    /// <param name="sorted">In order.</param>
    /// <param name="areNeighbours">True where no trading day lies between the end of one and the start of the next.</param>
    public static List<Absence> Join(IReadOnlyList<Absence> sorted, Func<DateOnly, DateOnly, bool> areNeighbours)
    {
        var joined = new List<Absence>(sorted.Count);
        foreach (var next in sorted)
        {
            if (joined.Count > 0 && joined[^1] is var last && IsSame(last, next) && areNeighbours(last.To, next.From))
                joined[^1] = Join(last, next);
            else
                joined.Add(next);
        }
        return joined;
    }

    static List<Absence> Join(List<Absence> sorted, IReadOnlyList<SettledDay> days)
    {
        var before = days.ToDictionary(d => d.Date, d => d.Before);
        var after = days.ToDictionary(d => d.Date, d => d.After);
        return Join(sorted, (end, start) =>
            (before.TryGetValue(start, out var previous) && previous == end) || (after.TryGetValue(end, out var following) && following == start));
    }

    static void Cut(Absence interval, IReadOnlyList<SettledDay> days, List<Absence> result)
    {
        var from = interval.From;
        foreach (var day in days)
        {
            if (day.Date < from)
                continue;
            if (day.Date > interval.To)
                break;
            var end = day.Before ?? day.Date.AddDays(-1);
            if (from <= end && from < day.Date)
                result.Add(interval with { From = from, To = end });
            from = day.After ?? day.Date.AddDays(1);
        }
        if (from <= interval.To)
            result.Add(interval with { From = from });
    }

    // Accepted neighbours are one absence, whenever each part was found; open ones only where they were answered alike.
    static bool IsSame(Absence left, Absence right) =>
        (left.State, left.Reason, left.Note) == (right.State, right.Reason, right.Note)
        && (left.IsAccepted || (left.Answers, left.FirstOn, left.LastOn) == (right.Answers, right.FirstOn, right.LastOn));

    static Absence Join(Absence left, Absence right) => left with
    {
        To = right.To,
        FirstOn = left.FirstOn < right.FirstOn ? left.FirstOn : right.FirstOn,
        LastOn = left.LastOn > right.LastOn ? left.LastOn : right.LastOn,
        Answers = Math.Max(left.Answers, right.Answers),
        ListDay = left.ListDay ?? right.ListDay,
        CheckOn = left.CheckOn ?? right.CheckOn,
    };
}

/// <summary>A day that is settled, with the trading days around it; null where the calendar does not tell.</summary>
readonly record struct SettledDay(DateOnly Date, DateOnly? Before, DateOnly? After);
