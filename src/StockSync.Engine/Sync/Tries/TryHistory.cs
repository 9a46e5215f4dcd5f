namespace StockSync.Engine.Sync.Tries;

/// <summary>The tries of the last weeks: which of the due ones were made.</summary>
sealed class TryHistory(IReadOnlyList<SyncTry> tries)
{
    // More than forty days can have, with a machine that is restarted in the middle of many.
    const int Limit = 1000;

    public static readonly TryHistory Empty = new([]);

    /// <summary>Out of the store.</summary>
    public static async Task<TryHistory> ReadAsync(IHistoryStore store, DateTime now, CancellationToken cancellationToken) => new(
        await store.GetTriesAsync(
            DateTime.SpecifyKind(TryCalendar.FirstDay(now).ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc), Limit, cancellationToken));

    /// <summary>The newest try that was made, or null.</summary>
    public SyncTry? Last => tries.Where(t => TryVerdict.IsMade(t.Outcome)).MaxBy(t => t.StartedAt);

    public bool IsMade(TrySlot slot) => tries.Any(t => t.DueAt == slot.DueAt && TryVerdict.IsMade(t.Outcome));

    /// <summary>
    /// The tries due since the last one that was made, and before an instant, that were not made. Before the first try of all nothing is missing:
    /// there was no schedule.
    /// </summary>
    public IReadOnlyList<TrySlot> Missed(TryCalendar calendar, DateTime before) =>
        tries.Where(t => TryVerdict.IsMade(t.Outcome) && t.DueAt is not null).Max(t => t.DueAt) is { } last
            ? [.. calendar.Between(last, before).Where(s => !IsMade(s))]
            : [];
}
