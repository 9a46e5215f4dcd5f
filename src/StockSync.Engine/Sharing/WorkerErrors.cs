using StockSync.Engine.Resources;

namespace StockSync.Engine.Sharing;

/// <summary>Why a joined machine cannot go on.</summary>
static class WorkerErrors
{
    /// <summary>The run's own machine gives no sign of life.</summary>
    public static StockSyncException LeaderGone(string runId) =>
        new(ErrorIds.LeaderGone, ErrorKind.Busy, SyncText.Get("LeaderGone", runId), SyncText.Get("LeaderGoneAdvice"), runId);

    /// <summary>The run's own machine has ended it before the work was done.</summary>
    public static StockSyncException RunEnded(SyncRun run) => new(
        ErrorIds.LeaderGone,
        ErrorKind.Busy,
        SyncText.Get("JoinedRunEnded", run.RunId, run.Host, run.Status, run.Message),
        SyncText.Get("LeaderGoneAdvice"),
        run.RunId);

    /// <summary>This machine was taken for lost.</summary>
    public static StockSyncException Lost(string runId) =>
        new(ErrorIds.WorkerLost, ErrorKind.Busy, SyncText.Get("WorkerLost", runId), SyncText.Get("WorkerLostAdvice"), runId);
}
