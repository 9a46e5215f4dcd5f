using StockSync.Engine.Operations.Alerts.Policy;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>Decides who is told what. Pure: from facts and what is open to changes.</summary>
interface IAlertPolicy
{
    /// <summary>The changes that follow from the facts; <see cref="AlertChanges.None"/> where there is nothing to say.</summary>
    /// <param name="facts">What happened.</param>
    /// <param name="open">The alerts that stand.</param>
    AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open);
}

/// <summary>What a run or an attempt has to say for itself at its end; the alert policy makes alerts of it.</summary>
sealed record AlertFacts
{
    /// <summary>The instant, UTC.</summary>
    public required DateTime Now { get; init; }

    /// <summary>The service, as host:port.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The database without user and password.</summary>
    public required string Target { get; init; }

    /// <summary>The attempt; null for a run by hand, which is silent: whoever started it sees its errors.</summary>
    public ScheduledAttempt? Attempt { get; init; }

    /// <summary>Attempts that a day has.</summary>
    public int AttemptsOfDay { get; init; } = 3;

    /// <summary>The run's record; null where none was needed or possible.</summary>
    public SyncRun? Run { get; init; }

    /// <summary>The days as they are now: the attempt's own and those that the run settled.</summary>
    public IReadOnlyList<SyncDay> Days { get; init; } = [];

    /// <summary>Open failures, most recent first; for the ten worst in a message.</summary>
    public IReadOnlyList<FailedStock> Failures { get; init; } = [];

    /// <summary>What was accepted on this Beijing day although it is unusual.</summary>
    public IReadOnlyList<AcceptedEvidence> Accepted { get; init; } = [];

    /// <summary>What ended the run; null for none.</summary>
    public StockSyncException? Error { get; init; }

    /// <summary>Attempts due before this one and not made.</summary>
    public int Missed { get; init; }

    /// <summary>When the last attempt before the missed ones was made, UTC.</summary>
    public DateTime? LastAttemptAt { get; init; }

    /// <summary>The machine whose schedule it is; null means this one.</summary>
    public string? Host { get; init; }

    /// <summary>True where it was just looked whether attempts are missing: with <see cref="Missed"/> 0 the schedule is known to work.</summary>
    public bool IsScheduleChecked { get; init; }

    /// <summary>The profile whose settings are in force.</summary>
    public string Profile { get; init; } = "default";

    /// <summary>The log file, for whoever reads the message.</summary>
    public string? LogPath { get; init; }
}

/// <summary>Something unusual that was accepted because the service said it often enough.</summary>
/// <param name="Scope">A day, or the two ends of a closure.</param>
/// <param name="Stocks">Stocks accepted as absent; 0 for a closure.</param>
sealed record AcceptedEvidence(string Scope, int Stocks);

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
