namespace StockSync;

/// <summary>An alert: what is, or was, wrong. One for each rule and scope; raised again, it opens again.</summary>
public sealed record SyncAlert
{
    /// <summary>Rule and scope, for example <c>DayIncomplete/2026-01-05</c>.</summary>
    public string AlertId => $"{Rule}/{Scope}";

    /// <summary>What it is raised for.</summary>
    public required AlertRule Rule { get; init; }

    /// <summary>The day, service, database or schedule that it is about.</summary>
    public required string Scope { get; init; }

    /// <summary>How much it matters; it may rise while the alert is open.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Whether it still stands.</summary>
    public required AlertState State { get; init; }

    /// <summary>What it said last, one line.</summary>
    public required string Title { get; init; }

    /// <summary>When it was raised, UTC.</summary>
    public required DateTime OpenedAt { get; init; }

    /// <summary>When what it is about was seen last, UTC.</summary>
    public required DateTime SeenAt { get; init; }

    /// <summary>When it was over, UTC; null while it stands.</summary>
    public DateTime? ResolvedAt { get; init; }

    /// <summary>When messages about it were last written to the outbox, UTC; null while nobody was told (the first try of a day is silent).</summary>
    public DateTime? NotifiedAt { get; init; }

    /// <summary>How often it was seen since it was raised.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The run that raised it, or was the last to see it.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{AlertId} {Severity} {State}";
}
