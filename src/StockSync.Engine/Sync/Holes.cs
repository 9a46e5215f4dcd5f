namespace StockSync.Engine.Sync;

/// <summary>
/// Holes that a run found in days long published: the service names a stock for the day and its answer left the bar out, or sent it broken.
/// One answer may be cut short or damaged on its way; such bars are asked for once more before the run ends.
/// </summary>
static class Holes
{
    /// <summary>True for a day whose holes are worth a second question: the service is not expected to add to it by itself.</summary>
    public static bool AreIn(SyncDay day, DateOnly today) => day.Status != SyncDayStatus.Completed
        && day.Late + day.Quarantined > 0
        && DateOnly.FromDateTime(day.Date) < today.AddDays(-SyncScope.SettledAfterDays);

    /// <summary>The scope of the second question, or null where nothing is to be asked.</summary>
    /// <param name="scope">What the run was about.</param>
    /// <param name="days">Days of it with holes, in order.</param>
    /// <param name="exceptions">The states of stocks without a row on those days.</param>
    public static SyncScope? Scope(SyncScope scope, IReadOnlyList<DateOnly> days, IReadOnlyList<DayException> exceptions)
    {
        var wanted = days.ToHashSet();
        var missing = exceptions
            .Where(e => e.State is StockState.Late or StockState.Quarantined && wanted.Contains(e.Date) && scope.Asks(e.Date, e.Code)).ToArray();
        if (missing.Length == 0)
            return null;
        var holes = new SyncScope { From = days[0], To = days[^1], Newest = scope.Newest, Days = [.. missing.Select(m => m.Date).Distinct().Order()] };
        foreach (var hole in missing)
            holes.AddRange(hole.Code, hole.Date, hole.Date);
        return holes;
    }
}
