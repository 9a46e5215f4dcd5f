namespace StockSync.Engine.Stores.Contract;

/// <summary>What is to be recorded of alerts, in one transaction with what led to it.</summary>
sealed record AlertChanges
{
    public static readonly AlertChanges None = new();

    /// <summary>Alerts as they are now; each replaces the one of the same id.</summary>
    public IReadOnlyList<SyncAlert> Alerts { get; init; } = [];

    /// <summary>New rows of the outbox; one that is there already (same message and channel) stays as it is.</summary>
    public IReadOnlyList<AlertDelivery> Messages { get; init; } = [];

    public bool IsEmpty => Alerts.Count == 0 && Messages.Count == 0;
}
