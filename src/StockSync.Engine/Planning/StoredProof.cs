using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>
/// A checkpoint is believed only while the table still holds what it says: a restored backup or a dropped month must not stay "complete".
/// </summary>
static class StoredProof
{
    /// <summary>The days that were recorded as complete and are not believed.</summary>
    public static IEnumerable<DateOnly> Doubted(IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, SyncDay> completed) =>
        known.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).Where(d => !completed.ContainsKey(d));

    /// <summary>The days that are complete by record and by the table's own count.</summary>
    /// <param name="known">The records.</param>
    /// <param name="rows">Rows in the table, by day.</param>
    /// <param name="mayBeEmpty">True in a copy of chosen stocks, of which none may be expected on a day. A market without a row is none.</param>
    public static Dictionary<DateOnly, SyncDay> Completed(
        IReadOnlyList<SyncDay> known, IReadOnlyDictionary<DateOnly, DayRows> rows, bool mayBeEmpty)
    {
        var completed = new Dictionary<DateOnly, SyncDay>();
        foreach (var day in known)
        {
            var date = DateOnly.FromDateTime(day.Date);
            int stored = rows.GetValueOrDefault(date).Rows;
            if (day.Status == SyncDayStatus.Completed && (stored > 0 || mayBeEmpty) && Fits(day, stored))
                completed.Add(date, day);
        }
        return completed;
    }

    // What only an edited record lacks is asked too: of a complete day everybody who was expected has a row.
    static bool Fits(SyncDay day, int rows) => rows == day.Stored + day.Suspended && rows == day.Expected && (day.Late, day.Failed, day.Quarantined) == (0, 0, 0);
}
