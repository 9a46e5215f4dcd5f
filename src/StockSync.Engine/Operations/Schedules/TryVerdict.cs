namespace StockSync.Engine.Operations.Schedules;

/// <summary>How a try ended, and the exit code that its scheduler sees (those of sysexits.h and of shells).</summary>
static class TryVerdict
{
    const int TryLater = 75;
    const int Configuration = 78;

    /// <summary>What nobody but a person can put right: the next try would meet it again.</summary>
    static readonly HashSet<string> s_configuration =
    [
        ErrorIds.DatabaseInvalid, ErrorIds.StoreLoginRefused, ErrorIds.StoreReadOnly, ErrorIds.StoreNotADatabase, ErrorIds.StoreSchemaNewer,
        ErrorIds.SourceLoginRefused, ErrorIds.SettingInvalid, ErrorIds.SettingUnknown, ErrorIds.FileInvalid,
    ];

    /// <summary>By the error that ended it.</summary>
    public static TryOutcome Of(StockSyncException error) => error.ErrorId switch
    {
        ErrorIds.RunActive or ErrorIds.EndpointBusy or ErrorIds.LeaseLost => TryOutcome.Busy,
        ErrorIds.SourceBanned or ErrorIds.BudgetSpent => TryOutcome.Blocked,
        var id when s_configuration.Contains(id) => TryOutcome.Misconfigured,
        _ => TryOutcome.Failed,
    };

    /// <summary>By the state of the day after a run that reached its end; null where the day turned out to have none: a closed market.</summary>
    public static TryOutcome Of(SyncDay? day) => day switch
    {
        null or { Status: SyncDayStatus.Skipped } => TryOutcome.NothingDue,
        { Status: SyncDayStatus.Completed } => TryOutcome.Completed,
        { Late: > 0, Stored: 0, Suspended: 0, Failed: 0, Quarantined: 0 } => TryOutcome.NotPublished,
        { Status: SyncDayStatus.Failed } => TryOutcome.Failed,
        _ => TryOutcome.Partial,
    };

    /// <summary>
    /// A day of which nothing but a second answer is missing is no failure to whoever watches the scheduler: nobody can do anything about it, and a
    /// later try settles it.
    /// </summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="day">Its day as it is then; null where nothing is known of it.</param>
    public static int ExitCode(TryOutcome outcome, SyncDay? day) => outcome == TryOutcome.Partial && day is { IsWaiting: true } ? 0 : ExitCode(outcome);

    public static int ExitCode(TryOutcome outcome) => outcome switch
    {
        TryOutcome.Completed or TryOutcome.AlreadyComplete or TryOutcome.NothingDue => 0,
        TryOutcome.Partial => 2,
        TryOutcome.NotPublished or TryOutcome.Busy or TryOutcome.Blocked => TryLater,
        TryOutcome.Misconfigured => Configuration,
        TryOutcome.Stopped => 130,
        _ => 1,
    };

    /// <summary>True where the slot has had its try: the others are made up for by the next start of the schedule.</summary>
    public static bool IsMade(TryOutcome outcome) => outcome is not (TryOutcome.Running or TryOutcome.Busy or TryOutcome.Stopped);
}
