namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>An alert as it is now, as it was, and what is to be said about it.</summary>
/// <param name="Alert">As it is now, but for the time of its messages.</param>
/// <param name="Before">As it was; null where it was not open.</param>
/// <param name="News">What is to be said.</param>
sealed record AlertEvent(SyncAlert Alert, SyncAlert? Before, AlertChange News);

/// <summary>What there is to say about an alert.</summary>
enum AlertChange
{
    /// <summary>Nothing: it is only recorded.</summary>
    None,

    /// <summary>It was raised, became more severe, or has not been told yet.</summary>
    Raised,

    /// <summary>It still stands after a long time.</summary>
    Repeated,

    /// <summary>It is over, and somebody had been told of it.</summary>
    Over,
}

/// <summary>From what is wrong and what stood open to what has changed and what is to be said of it.</summary>
sealed class AlertDiff(AlertFacts facts, IReadOnlyList<SyncAlert> open, TimeSpan repeat, string host, AlertTitles titles)
{
    readonly Findings _findings = new(facts, host);

    public IReadOnlyList<AlertEvent> Events()
    {
        var standing = open.Where(a => a.State == AlertState.Open).ToList();
        var events = new List<AlertEvent>();
        foreach (var finding in _findings.All())
        {
            // A schedule's attempts are missing on one machine and may be noticed on another.
            var before = standing.FirstOrDefault(a => a.Rule == finding.Rule && (a.Scope == finding.Scope || a.Rule == AlertRule.RunMissing));
            if (before is not null)
                standing.Remove(before);
            events.Add(finding.IsPast ? Past(finding, before) : Standing(finding, before));
        }
        events.AddRange(standing.Where(_findings.IsOver).Select(a => Over(a)));
        return events;
    }

    AlertEvent Standing(Finding finding, SyncAlert? before)
    {
        // What is left of a trouble that was told may be no trouble any more.
        var severity = finding.IsWaiting ? finding.Severity : Rising(SeverityOf(finding, before), before);

        // A muted alert keeps the severity that was told: when the other cause is gone, what is left is told.
        if (finding.IsMuted && before is { NotifiedAt: not null })
            severity = before.Severity;
        var news = finding.IsMuted || (severity < AlertSeverity.Warning && !IsWorthWord(finding)) ? AlertChange.None
            : before?.NotifiedAt is not { } told || severity > before.Severity ? AlertChange.Raised
            : severity == AlertSeverity.Critical && facts.Now - told >= repeat ? AlertChange.Repeated
            : AlertChange.None;
        return new AlertEvent(Seen(finding, before, severity), before, news);
    }

    // That a day waits is told by its last attempt, to those who want to hear so little, and once.
    bool IsWorthWord(Finding finding) => finding.IsWaiting && facts.Attempt is { Number: var number } && number >= facts.AttemptsOfDay;

    AlertEvent Past(Finding finding, SyncAlert? before)
    {
        if (before is { NotifiedAt: not null })
            return Over(before);
        var seen = Seen(finding, before, Rising(finding.Severity, before)) with { State = AlertState.Resolved, ResolvedAt = facts.Now };
        return new AlertEvent(seen, before, finding.Severity >= AlertSeverity.Warning ? AlertChange.Raised : AlertChange.None);
    }

    AlertEvent Over(SyncAlert alert)
    {
        var over = alert with
        {
            State = AlertState.Resolved,
            ResolvedAt = facts.Now,
            RunId = facts.Run?.RunId ?? facts.Attempt?.RunId ?? alert.RunId,
            Title = titles.Over(alert),
        };
        return new AlertEvent(over, alert, IsQuiet(alert) ? AlertChange.None : AlertChange.Over);
    }

    // Who was not told of a beginning is not told of an end; what was accepted is no trouble that ends.
    static bool IsQuiet(SyncAlert alert) => alert.NotifiedAt is null || alert.Rule == AlertRule.EvidenceAccepted;

    AlertSeverity SeverityOf(Finding finding, SyncAlert? before)
    {
        // The attempts of a former day are over: who has been waiting for its last one need not wait for today's.
        bool isFormerDay = finding.Rule == AlertRule.DayIncomplete && before is not null
            && facts.Attempt?.Date is { } today && string.CompareOrdinal(finding.Scope, ErrorCauses.DayScope(today)) < 0;
        return isFormerDay ? AlertSeverity.Critical : finding.Severity;
    }

    SyncAlert Seen(Finding finding, SyncAlert? before, AlertSeverity severity) => new()
    {
        Rule = finding.Rule,
        Scope = before?.Scope ?? finding.Scope,
        Severity = severity,
        State = AlertState.Open,
        Title = titles.Of(finding),
        OpenedAt = before?.OpenedAt ?? facts.Now,
        SeenAt = facts.Now,
        NotifiedAt = before?.NotifiedAt,
        Count = (before?.Count ?? 0) + 1,
        RunId = facts.Run?.RunId ?? facts.Attempt?.RunId ?? before?.RunId,
    };

    static AlertSeverity Rising(AlertSeverity severity, SyncAlert? before) =>
        before is null || before.Severity < severity ? severity : before.Severity;
}
