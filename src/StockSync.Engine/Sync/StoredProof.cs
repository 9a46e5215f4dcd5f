namespace StockSync.Engine.Sync;

/// <summary>
/// A checkpoint is believed only while the table still holds what it says: a restored backup or a dropped month must not stay "complete".
/// </summary>
static class StoredProof
{
    public static Dictionary<DateOnly, SyncDay> Completed(IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, DayRows> rows)
    {
        var completed = new Dictionary<DateOnly, SyncDay>();
        foreach (var day in known)
        {
            var date = DateOnly.FromDateTime(day.Date);
            if (day.Status == SyncDayStatus.Completed && rows.TryGetValue(date, out var stored) && stored.Rows == day.Stored + day.Suspended)
                completed.Add(date, day);
        }
        return completed;
    }
}
