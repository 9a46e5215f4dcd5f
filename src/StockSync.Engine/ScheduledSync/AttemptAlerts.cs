using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.ScheduledSync;

/// <summary>
/// What an attempt has to tell, and where that is kept: in the database together with the attempt's record; where the database is what failed, in a
/// file of this machine.
/// </summary>
sealed class AttemptAlerts(ISyncStore store, IAlertStore spool, IAlertPolicy policy)
{
    // There is one alert for each rule and scope; more than this are never open.
    const int Limit = 1000;

    /// <summary>Records the attempt. What the file knows of a database that is back goes there, all else into the database.</summary>
    public async Task RecordAsync(ScheduledAttempt ended, AlertFacts facts, CancellationToken cancellationToken)
    {
        var open = await store.Alerts.GetAlertsAsync(true, Limit, cancellationToken);
        var spooled = await spool.GetAlertsAsync(true, Limit, cancellationToken);
        var ids = spooled.Select(a => a.AlertId).ToHashSet(StringComparer.Ordinal);
        // Attempts that could not be recorded are not attempts that were not made; whoever had to be told of them was told.
        var known = spooled.Any(a => a.Rule == AlertRule.StoreUnusable) ? facts with { Missed = 0 } : facts;
        known = known with
        {
            Days = [.. known.Days, .. await AlertedAsync(open, known.Days, cancellationToken)],
            Accepted = await UnusualAbsences.FindAsync(store, ended, known.Days, cancellationToken),
        };
        var changes = policy.Judge(known, [.. open.Where(a => !ids.Contains(a.AlertId)), .. spooled]);
        await store.History.SaveAttemptAsync(
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

    // The days that somebody was told of, as they are now: one that lies beyond every look-back may have been put right by hand, and one that
    // no calendar had reached yet may have turned out to be none.
    async Task<IReadOnlyList<SyncDay>> AlertedAsync(IReadOnlyList<SyncAlert> open, IReadOnlyList<SyncDay> known, CancellationToken cancellationToken)
    {
        var days = new List<SyncDay>();
        foreach (var alert in open.Where(a => a.Rule == AlertRule.DayIncomplete))
        {
            if (DateOnly.TryParseExact(alert.Scope, "yyyy-MM-dd", out var date) && !known.Any(d => DateOnly.FromDateTime(d.Date) == date))
                days.AddRange(await AsItIsAsync(date, cancellationToken));
        }
        return days;
    }

    async Task<IReadOnlyList<SyncDay>> AsItIsAsync(DateOnly date, CancellationToken cancellationToken)
    {
        bool isClosed = await store.Reference.GetCalendarAsync(date, date, cancellationToken) is [{ IsTradingDay: false }];
        return isClosed
            ? [new SyncDay { Date = date.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Skipped }]
            : await store.Days.GetDaysAsync(date, date, cancellationToken);
    }

    /// <summary>The same without a database.</summary>
    public async Task SpoolAsync(AlertFacts facts, CancellationToken cancellationToken)
    {
        var changes = policy.Judge(facts, await spool.GetAlertsAsync(true, Limit, cancellationToken));
        if (!changes.IsEmpty)
            await spool.ApplyAlertsAsync(changes, cancellationToken);
    }
}
