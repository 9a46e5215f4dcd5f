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

    /// <summary>When messages about it were last written to the outbox, UTC; null while nobody was told (the first attempt of a day is silent).</summary>
    public DateTime? NotifiedAt { get; init; }

    /// <summary>How often it was seen since it was raised.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The run that raised it, or was the last to see it.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{AlertId} {Severity} {State}";
}

/// <summary>Whether an alert still stands.</summary>
public enum AlertState
{
    /// <summary>It stands.</summary>
    Open = 0,

    /// <summary>What it was raised for is over; who was told of it is told that too, once.</summary>
    Resolved = 1,
}

/// <summary>What an alert is raised for. Together with a scope (a day, a service, a host) it is the alert's identity.</summary>
public enum AlertRule
{
    /// <summary>A trading day is not complete after an attempt; scope: the day.</summary>
    DayIncomplete = 1,

    /// <summary>The service has blacklisted this address; scope: the service.</summary>
    SourceBanned = 2,

    /// <summary>The database cannot be used (away, full, no rights, damaged); scope: the database.</summary>
    StoreUnusable = 3,

    /// <summary>Attempts that should have been made were not; scope: the host's schedule.</summary>
    RunMissing = 4,

    /// <summary>The settings of a schedule cannot be used; scope: the profile.</summary>
    Misconfigured = 5,

    /// <summary>A test message.</summary>
    Test = 6,

    /// <summary>
    /// What the service said often enough was accepted although it is unusual: many absences of one day, or a closure longer than ever; scope:
    /// the days.
    /// </summary>
    EvidenceAccepted = 7,
}

/// <summary>How much an alert matters; a channel is told of its minimum and above.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know: a recovery, a test.</summary>
    Info = 0,

    /// <summary>Somebody should look: the second attempt of a day failed.</summary>
    Warning = 1,

    /// <summary>Somebody must act: the last attempt of a day failed, or no later one can succeed by itself.</summary>
    Critical = 2,
}
