using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>The attempts of the last weeks: which of the due ones were made.</summary>
sealed class AttemptHistory(IReadOnlyList<ScheduledAttempt> attempts)
{
    // More than forty days can have, with a machine that is restarted in the middle of many.
    const int Limit = 1000;

    public static readonly AttemptHistory Empty = new([]);

    /// <summary>Out of the store.</summary>
    public static async Task<AttemptHistory> ReadAsync(IHistoryStore store, DateTime now, CancellationToken cancellationToken) => new(
        await store.GetAttemptsAsync(
            DateTime.SpecifyKind(AttemptCalendar.FirstDay(now).ToDateTime(TimeOnly.MinValue), DateTimeKind.Utc), Limit, cancellationToken));

    /// <summary>The newest attempt that was made, or null.</summary>
    public ScheduledAttempt? Last => attempts.Where(t => AttemptVerdict.IsMade(t.Outcome)).MaxBy(t => t.StartedAt);

    /// <summary>
    /// Days that were tried and that no attempt found or left complete. One of which nothing was ever stored stands in no checkpoint, so that
    /// nothing else would remember it.
    /// </summary>
    public IEnumerable<DateOnly> Unfinished => attempts.Where(t => t.Date is not null).GroupBy(t => DateOnly.FromDateTime(t.Date!.Value))
        .Where(day => !day.Any(t => t.Outcome is AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete)).Select(day => day.Key);

    public bool IsMade(AttemptSlot slot) => attempts.Any(t => t.DueAt == slot.DueAt && AttemptVerdict.IsMade(t.Outcome));

    /// <summary>
    /// The attempts due since the last one that was made, and before an instant, that were not made. Before the first attempt of all nothing is missing:
    /// there was no schedule.
    /// </summary>
    public IReadOnlyList<AttemptSlot> Missed(AttemptCalendar calendar, DateTime before) =>
        attempts.Where(t => AttemptVerdict.IsMade(t.Outcome) && t.DueAt is not null).Max(t => t.DueAt) is { } last
            ? [.. calendar.Between(last, before).Where(s => !IsMade(s))]
            : [];
}
