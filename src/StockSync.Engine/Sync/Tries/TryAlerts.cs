namespace StockSync.Engine.Sync.Tries;

/// <summary>
/// What a try has to tell, and where that is kept: in the database together with the try's record; where the database is what failed, in a
/// file of this machine.
/// </summary>
sealed class TryAlerts(IHistoryStore history, IAlertStore alerts, IAlertStore spool, IAlertPolicy policy)
{
    // There is one alert for each rule and scope; more than this are never open.
    const int Limit = 1000;

    /// <summary>Records the try. What the file knows of a database that is back goes there, all else into the database.</summary>
    public async Task RecordAsync(SyncTry ended, AlertFacts facts, CancellationToken cancellationToken)
    {
        var open = await alerts.GetAlertsAsync(true, Limit, cancellationToken);
        var spooled = await spool.GetAlertsAsync(true, Limit, cancellationToken);
        var ids = spooled.Select(a => a.AlertId).ToHashSet(StringComparer.Ordinal);
        // Tries that could not be recorded are not tries that were not made; whoever had to be told of them was told.
        var known = spooled.Any(a => a.Rule == AlertRule.StoreUnusable) ? facts with { Missed = 0 } : facts;
        var changes = policy.Judge(known, [.. open.Where(a => !ids.Contains(a.AlertId)), .. spooled]);
        await history.PutTryAsync(
            ended,
            new AlertChanges
            {
                Alerts = [.. changes.Alerts.Where(a => !ids.Contains(a.AlertId))],
                Messages = [.. changes.Messages.Where(m => m.AlertId is null || !ids.Contains(m.AlertId))],
            },
            cancellationToken);
        var back = new AlertChanges
        {
            Alerts = [.. changes.Alerts.Where(a => ids.Contains(a.AlertId))],
            Messages = [.. changes.Messages.Where(m => m.AlertId is not null && ids.Contains(m.AlertId))],
        };
        if (!back.IsEmpty)
            await spool.ApplyAlertsAsync(back, cancellationToken);
    }

    /// <summary>The same without a database.</summary>
    public async Task SpoolAsync(AlertFacts facts, CancellationToken cancellationToken)
    {
        var changes = policy.Judge(facts, await spool.GetAlertsAsync(true, Limit, cancellationToken));
        if (!changes.IsEmpty)
            await spool.ApplyAlertsAsync(changes, cancellationToken);
    }
}
