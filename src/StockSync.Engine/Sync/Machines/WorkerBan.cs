namespace StockSync.Engine.Sync.Machines;

/// <summary>A ban that a joined machine has met: it is kept for the machine's address, and told once; the run itself goes on.</summary>
static class WorkerBan
{
    public static async Task RememberAsync(SyncRunner runner, StockSyncException cause, string code, CancellationToken cancellationToken)
    {
        string address = MachineAddress.Of(runner.Endpoint, runner.Host);
        var known = await runner.Store.GetServiceAsync(address, cancellationToken);
        await runner.Store.PutServiceAsync(
            known with { BlockedUntil = runner.Clock.UtcNow + runner.Settings.BanCooldown, BlockedReason = code }, cancellationToken);
        if (runner.Alerts is not { } alerts)
            return;
        var facts = new AlertFacts
        {
            Now = runner.Clock.UtcNow,
            Endpoint = runner.Endpoint,
            Target = runner.Store.Target,
            Error = cause,
            Host = runner.Host,
        };
        var changes = await alerts.JudgeAsync(runner.Store, facts, cancellationToken);
        if (changes.IsEmpty)
            return;
        await runner.Store.ApplyAlertsAsync(changes, cancellationToken);
        await alerts.SendAsync(runner.Store, cancellationToken);
    }
}
