namespace StockSync.Engine.Stores.Contract;

/// <summary>What operation leaves behind and health and report read: scheduled attempts and sizes.</summary>
interface IHistoryStore
{
    /// <summary>Records an attempt and, in the same transaction, what is to be told of it; a later call with the same id replaces the attempt.</summary>
    Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges alerts, CancellationToken cancellationToken);

    /// <summary>Attempts that began at or after an instant (UTC), newest first.</summary>
    Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken);

    /// <summary>Remembers the database's size on a Beijing day; null has the database measure it. The last one of a day stays.</summary>
    Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken);

    /// <summary>Sizes from a day on, oldest first.</summary>
    Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken);
}

/// <summary>The database's size on a day.</summary>
sealed record DaySize(DateOnly Day, long Bytes);

/// <summary>Alerts and their outbox.</summary>
interface IAlertStore
{
    /// <summary>Alerts, newest first.</summary>
    Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken);

    /// <summary>Records changes in one transaction. (A run's own go into the transaction of its end: <see cref="IRunStore.EndRunAsync"/>.)</summary>
    Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken);

    /// <summary>
    /// Takes messages that are due, so that no other process sends them too; a claim that is not followed by a record within the given time
    /// (its process died) is free again: delivered at least once, under the same id.
    /// </summary>
    Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken);

    /// <summary>Records how an attempt to deliver ended: state, attempts, error, the next attempt.</summary>
    Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken);

    /// <summary>The outbox, newest first.</summary>
    Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken);
}

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
