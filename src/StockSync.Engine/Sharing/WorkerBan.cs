using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Resources;
using StockSync.Engine.Service;

namespace StockSync.Engine.Sharing;

/// <summary>A ban that a joined machine has met: it is kept for the machine's address, and told once; the run itself goes on.</summary>
static class WorkerBan
{
    public static async Task RememberAsync(RunServices services, StockSyncException cause, string code, CancellationToken cancellationToken)
    {
        string address = MachineAddress.Of(services.Endpoint, services.Host);
        var known = await services.StoreOnce.Services.GetServiceAsync(address, cancellationToken);
        await services.StoreOnce.Services.PutServiceAsync(
            known with { BlockedUntil = services.Clock.UtcNow + services.Settings.BanCooldown, BlockedReason = code }, cancellationToken);
        if (services.Alerts is not { } alerts)
            return;
        var facts = new AlertFacts
        {
            Now = services.Clock.UtcNow,
            Endpoint = services.Endpoint,
            Target = services.StoreOnce.Target,
            Error = cause,
            Host = services.Host,
        };
        var changes = await alerts.JudgeAsync(services.StoreOnce.Alerts, facts, cancellationToken);
        if (changes.IsEmpty)
            return;
        await services.StoreOnce.Alerts.ApplyAlertsAsync(changes, cancellationToken);
        await alerts.SendAsync(services.StoreOnce.Alerts, cancellationToken);
    }
}

/// <summary>Why a joined machine cannot go on.</summary>
static class WorkerErrors
{
    /// <summary>The run's own machine gives no sign of life.</summary>
    public static StockSyncException LeaderGone(string runId) =>
        new(ErrorIds.LeaderGone, ErrorKind.Busy, SyncStrings.FormatLeaderGone(runId), SyncStrings.LeaderGoneAdvice, runId);

    /// <summary>The run's own machine has ended it before the work was done.</summary>
    public static StockSyncException RunEnded(SyncRun run) => new(
        ErrorIds.LeaderGone,
        ErrorKind.Busy,
        SyncStrings.FormatJoinedRunEnded(run.RunId, run.Host, run.Status, run.Message),
        SyncStrings.LeaderGoneAdvice,
        run.RunId);

    /// <summary>This machine was taken for lost.</summary>
    public static StockSyncException Lost(string runId) =>
        new(ErrorIds.WorkerLost, ErrorKind.Busy, SyncStrings.FormatWorkerLost(runId), SyncStrings.WorkerLostAdvice, runId);
}
