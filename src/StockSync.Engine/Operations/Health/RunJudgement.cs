namespace StockSync.Engine.Operations.Health;

/// <summary>What a run's record says of how it went.</summary>
static class RunJudgement
{
    /// <summary>Complete, or partial with no more than one bar in twenty missing: late publication of a few stocks is no failure of the run.</summary>
    public static bool EndedWell(this SyncRun run) => run.Status == SyncRunStatus.Completed
        || (run.Status == SyncRunStatus.Partial && run.Expected > 0 && run.Stored + run.Suspended >= HealthLimits.SuccessRate * run.Expected);

    public static bool HasFailed(this SyncRun run) => run.Status is SyncRunStatus.Failed or SyncRunStatus.Interrupted;

    /// <summary>Whether it says anything of how well runs go: not while it works, nor where a user or a limit stopped it.</summary>
    public static bool IsJudged(this SyncRun run) => run.Status is not (SyncRunStatus.Running or SyncRunStatus.Stopped);

    public static long Received(this SyncRun run) => run.Inserted + run.Updated + run.Unchanged;
}
