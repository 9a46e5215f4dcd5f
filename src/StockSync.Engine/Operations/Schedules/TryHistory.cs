using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Schedules;

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

    /// <summary>
    /// Days that were tried and that no try found or left complete. One of which nothing was ever stored stands in no checkpoint, so that
    /// nothing else would remember it.
    /// </summary>
    public IEnumerable<DateOnly> Unfinished => tries.Where(t => t.Date is not null).GroupBy(t => DateOnly.FromDateTime(t.Date!.Value))
        .Where(day => !day.Any(t => t.Outcome is TryOutcome.Completed or TryOutcome.AlreadyComplete)).Select(day => day.Key);

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
