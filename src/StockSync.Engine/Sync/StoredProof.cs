namespace StockSync.Engine.Sync;

/// <summary>
/// A checkpoint is believed only while the table still holds what it says: a restored backup or a dropped month must not stay "complete".
/// </summary>
static class StoredProof
{
    /// <summary>The days that were recorded as complete and are not believed.</summary>
    public static IEnumerable<DateOnly> Doubted(IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, SyncDay> completed) =>
        known.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).Where(d => !completed.ContainsKey(d));

    public static Dictionary<DateOnly, SyncDay> Completed(IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, DayRows> rows)
    {
        var completed = new Dictionary<DateOnly, SyncDay>();
        foreach (var day in known)
        {
            var date = DateOnly.FromDateTime(day.Date);
            if (day.Status == SyncDayStatus.Completed && rows.TryGetValue(date, out var stored) && Fits(day, stored.Rows))
                completed.Add(date, day);
        }
        return completed;
    }

    // What only an edited record lacks is asked too: of a complete day everybody who was expected has a row.
    static bool Fits(SyncDay day, int rows) => rows == day.Stored + day.Suspended && rows == day.Expected && (day.Late, day.Failed, day.Quarantined) == (0, 0, 0);
}
