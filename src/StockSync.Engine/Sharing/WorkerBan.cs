using StockSync.Engine.Operations.Alerts;

namespace StockSync.Engine.Sharing;

/// <summary>A ban that a joined machine has met: it is kept for the machine's address, and told once; the run itself goes on.</summary>
static class WorkerBan
{
    public static async Task RememberAsync(RunServices services, StockSyncException cause, string code, CancellationToken cancellationToken)
    {
        string address = MachineAddress.Of(services.Endpoint, services.Host);
        var known = await services.Store.GetServiceAsync(address, cancellationToken);
        await services.Store.PutServiceAsync(
            known with { BlockedUntil = services.Clock.UtcNow + services.Settings.BanCooldown, BlockedReason = code }, cancellationToken);
        if (services.Alerts is not { } alerts)
            return;
        var facts = new AlertFacts
        {
            Now = services.Clock.UtcNow,
            Endpoint = services.Endpoint,
            Target = services.Store.Target,
            Error = cause,
            Host = services.Host,
        };
        var changes = await alerts.JudgeAsync(services.Store, facts, cancellationToken);
        if (changes.IsEmpty)
            return;
        await services.Store.ApplyAlertsAsync(changes, cancellationToken);
        await alerts.SendAsync(services.Store, cancellationToken);
    }
}
