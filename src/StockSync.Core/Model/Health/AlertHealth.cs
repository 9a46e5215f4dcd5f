namespace StockSync;

/// <summary>Alerts and the messages about them.</summary>
public sealed class AlertHealth
{
    /// <summary>Alerts that stand.</summary>
    public required int Open { get; init; }

    /// <summary>Messages in the outbox that wait to be delivered.</summary>
    public required int Pending { get; init; }

    /// <summary>When the oldest of them was written, UTC; null where there is none.</summary>
    public DateTime? OldestPendingAt { get; init; }

    /// <summary>Messages of the last three days that a channel refused for good.</summary>
    public int Refused { get; init; }

    /// <summary>When a channel last accepted a message, UTC; null where none did.</summary>
    public DateTime? LastDeliveredAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Open} open, {Pending} messages pending, {Refused} refused";
}
