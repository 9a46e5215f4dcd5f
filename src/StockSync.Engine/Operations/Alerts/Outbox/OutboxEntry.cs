namespace StockSync.Engine.Operations.Alerts.Outbox;

/// <summary>A message and who has it in hand.</summary>
sealed record OutboxEntry
{
    public required AlertDelivery Delivery { get; init; }

    /// <summary>Until when a process has claimed it, UTC; null for nobody.</summary>
    public DateTime? ClaimedUntil { get; init; }
}
