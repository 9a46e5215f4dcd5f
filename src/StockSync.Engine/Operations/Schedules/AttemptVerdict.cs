namespace StockSync.Engine.Operations.Schedules;

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
