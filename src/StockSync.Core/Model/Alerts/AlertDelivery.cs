namespace StockSync;

/// <summary>One message to one channel: a row of the outbox. Never holds an address or a secret of the channel.</summary>
public sealed record AlertDelivery
{
    /// <summary>The message; the same on every channel and every attempt, so that a receiver can tell a repetition.</summary>
    public required string MessageId { get; init; }

    /// <summary>The channel: <c>Mail</c>, <c>WeCom</c>, <c>DingTalk</c>, <c>Feishu</c> or <c>Webhook</c>.</summary>
    public required string Channel { get; init; }

    /// <summary>The alert it is about; null for a test.</summary>
    public string? AlertId { get; init; }

    /// <summary>Why it is sent.</summary>
    public required AlertMessageKind Kind { get; init; }

    /// <summary>How much it matters.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>How it stands.</summary>
    public AlertDeliveryState State { get; init; }

    /// <summary>What it says.</summary>
    public required AlertContent Content { get; init; }

    /// <summary>Its title.</summary>
    public string Title => Content.Title;

    /// <summary>When it was written to the outbox, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Not to be sent before this instant, UTC: off the full hours, and after a failed attempt a while later.</summary>
    public required DateTime NotBefore { get; init; }

    /// <summary>When the channel accepted it, UTC.</summary>
    public DateTime? DeliveredAt { get; init; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>What the channel answered last, without secrets; null where it accepted.</summary>
    public string? LastError { get; init; }

    /// <summary>The run it tells of.</summary>
    public string? RunId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{MessageId} {Channel} {State}";
}

/// <summary>How a message stands with its channel.</summary>
public enum AlertDeliveryState
{
    /// <summary>Not delivered yet; it is tried again.</summary>
    Pending = 0,

    /// <summary>The channel has accepted it.</summary>
    Delivered = 1,

    /// <summary>The channel refuses it for good (a wrong address, a wrong secret), or three days of attempts were in vain.</summary>
    Failed = 2,
}

/// <summary>Why a message is sent.</summary>
public enum AlertMessageKind
{
    /// <summary>An alert was raised, became more severe, or still stands after a day.</summary>
    Alert = 0,

    /// <summary>It is over.</summary>
    Recovery = 1,

    /// <summary><c>Send-SyncAlert -Test</c>.</summary>
    Test = 2,
}
