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

/// <summary>How an attempt ended, and the exit code that its scheduler sees (those of sysexits.h and of shells).</summary>
static class AttemptVerdict
{
    const int TryLater = 75;
    const int Configuration = 78;

    /// <summary>What nobody but a person can put right: the next attempt would meet it again.</summary>
    static readonly HashSet<string> s_configuration =
    [
        ErrorIds.DatabaseInvalid, ErrorIds.StoreLoginRefused, ErrorIds.StoreReadOnly, ErrorIds.StoreNotADatabase, ErrorIds.StoreSchemaNewer,
        ErrorIds.SourceLoginRefused, ErrorIds.SettingInvalid, ErrorIds.SettingUnknown, ErrorIds.FileInvalid,
    ];

    /// <summary>By the error that ended it.</summary>
    public static AttemptOutcome Of(StockSyncException error) => error.ErrorId switch
    {
        ErrorIds.RunActive or ErrorIds.EndpointBusy or ErrorIds.LeaseLost => AttemptOutcome.Busy,
        ErrorIds.SourceBanned or ErrorIds.BudgetSpent => AttemptOutcome.Blocked,
        var id when s_configuration.Contains(id) => AttemptOutcome.Misconfigured,
        _ => AttemptOutcome.Failed,
    };

    /// <summary>By the state of the day after a run that reached its end; null where the day turned out to have none: a closed market.</summary>
    public static AttemptOutcome Of(SyncDay? day) => day switch
    {
        null or { Status: SyncDayStatus.Skipped } => AttemptOutcome.NothingDue,
        { Status: SyncDayStatus.Completed } => AttemptOutcome.Completed,
        { Late: > 0, Stored: 0, Suspended: 0, Failed: 0, Quarantined: 0 } => AttemptOutcome.NotPublished,
        { Status: SyncDayStatus.Failed } => AttemptOutcome.Failed,
        _ => AttemptOutcome.Partial,
    };

    /// <summary>
    /// A day of which nothing but a second answer is missing is no failure to whoever watches the scheduler: nobody can do anything about it, and a
    /// later attempt settles it.
    /// </summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="day">Its day as it is then; null where nothing is known of it.</param>
    public static int ExitCode(AttemptOutcome outcome, SyncDay? day) => outcome == AttemptOutcome.Partial && day is { IsWaiting: true } ? 0 : ExitCode(outcome);

    public static int ExitCode(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Completed or AttemptOutcome.AlreadyComplete or AttemptOutcome.NothingDue => 0,
        AttemptOutcome.Partial => 2,
        AttemptOutcome.NotPublished or AttemptOutcome.Busy or AttemptOutcome.Blocked => TryLater,
        AttemptOutcome.Misconfigured => Configuration,
        AttemptOutcome.Stopped => 130,
        _ => 1,
    };

    /// <summary>True where the slot has had its attempt: the others are made up for by the next start of the schedule.</summary>
    public static bool IsMade(AttemptOutcome outcome) => outcome is not (AttemptOutcome.Running or AttemptOutcome.Busy or AttemptOutcome.Stopped);
}
