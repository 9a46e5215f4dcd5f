using StockSync.Engine.Operations.Alerts.Policy;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>
/// Speaks up once, in time: a first failure is only recorded, a second one is a warning, the last one of a day is critical; what is over
/// is told once to those who were told of it. At most two messages a run: one for all that is wrong, one for all that is over.
/// </summary>
/// <param name="settings">Language and intervals.</param>
/// <param name="sender">Knows who wants what.</param>
/// <param name="host">This machine; null means its name.</param>
sealed class AlertPolicy(SyncSettings settings, IAlertSender sender, string? host = null) : IAlertPolicy
{
    readonly string _host = host ?? Environment.MachineName;

    // Causes before what follows from them.
    static readonly AlertRule[] s_order =
        [AlertRule.StoreUnusable, AlertRule.SourceBanned, AlertRule.Misconfigured, AlertRule.DayIncomplete, AlertRule.EvidenceAccepted, AlertRule.RunMissing];

    public AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open)
    {
        var words = AlertWords.Of(settings.Alerts);
        var events = new AlertDiff(facts, open, settings.Alerts.AlertRepeat, _host, new AlertTitles(facts, words)).Events();
        if (events.Count == 0)
            return AlertChanges.None;

        var raised = Told(events.Where(e => e.News is AlertChange.Raised or AlertChange.Repeated));
        var severity = raised.Count > 0 ? raised.Max(e => e.Alert.Severity) : default;
        if (raised.Count > 0)
            raised = Told(raised.Union(events.Where(e => StandsBeside(e, severity))));
        var over = Told(events.Where(e => e.News == AlertChange.Over));

        var contents = new AlertMessages(facts, words, _host);
        IReadOnlyList<AlertDelivery> alerts = raised.Count == 0
            ? []
            : Address(AlertMessageKind.Alert, raised, severity, contents.Of(severity, raised), facts);
        IReadOnlyList<AlertDelivery> recoveries = over.Count == 0
            ? []
            : Address(AlertMessageKind.Recovery, over, over.Max(e => e.Alert.Severity), contents.OfRecovery(over), facts);

        // Where no channel wanted it nobody was told, and the next attempt tells it if one does then.
        var told = alerts.Count > 0 ? raised : [];
        return new AlertChanges
        {
            Alerts = [.. events.Select(e => told.Contains(e) ? e.Alert with { NotifiedAt = facts.Now } : e.Alert)],
            Messages = [.. alerts, .. recoveries],
        };
    }

    // What stands is named beside what is new, and need not be repeated by itself soon.
    static bool StandsBeside(AlertEvent e, AlertSeverity severity) =>
        e is { News: AlertChange.None, Alert: { State: AlertState.Open, NotifiedAt: not null } } && e.Alert.Severity <= severity;

    static IReadOnlyList<AlertEvent> Told(IEnumerable<AlertEvent> events) =>
    [
        .. events.OrderBy(e => e.News == AlertChange.None)
            .ThenByDescending(e => e.Alert.Severity)
            .ThenBy(e => Array.IndexOf(s_order, e.Alert.Rule))
            .ThenByDescending(e => e.Alert.Scope, StringComparer.Ordinal),
    ];

    IReadOnlyList<AlertDelivery> Address(
        AlertMessageKind kind, IReadOnlyList<AlertEvent> events, AlertSeverity severity, AlertContent content, AlertFacts facts)
    {
        string? runId = facts.Run?.RunId ?? facts.Attempt?.RunId;
        return sender.Address(MessageId.Of(events), kind, severity, content, facts.Now, events[0].Alert.AlertId, runId);
    }
}
