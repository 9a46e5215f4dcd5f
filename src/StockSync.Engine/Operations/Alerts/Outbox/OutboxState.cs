using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts.Outbox;

/// <summary>Alerts and messages in memory; what becomes of them is decided here, where they are kept elsewhere.</summary>
sealed record OutboxState
{
    const int MostMessages = 1_000;
    static readonly TimeSpan s_memory = TimeSpan.FromDays(30);

    public static readonly OutboxState Empty = new();

    public IReadOnlyList<SyncAlert> Alerts { get; init; } = [];

    public IReadOnlyList<OutboxEntry> Messages { get; init; } = [];

    /// <summary>With changes; a message that is there already stays as it is.</summary>
    public OutboxState With(AlertChanges changes)
    {
        var replaced = changes.Alerts.Select(a => a.AlertId).ToHashSet();
        var known = Messages.Select(m => Key(m.Delivery)).ToHashSet();
        return this with
        {
            Alerts = [.. Alerts.Where(a => !replaced.Contains(a.AlertId)), .. changes.Alerts],
            Messages = [.. Messages, .. changes.Messages.Where(m => known.Add(Key(m))).Select(m => new OutboxEntry { Delivery = m })],
        };
    }

    /// <summary>With a message as it is after an attempt; no longer claimed.</summary>
    public OutboxState With(AlertDelivery delivery) => this with
    {
        Messages = [.. Messages.Select(m => Key(m.Delivery) == Key(delivery) ? new OutboxEntry { Delivery = delivery } : m)],
    };

    /// <summary>With the oldest messages that are due claimed.</summary>
    public (OutboxState Book, IReadOnlyList<AlertDelivery> Claimed) Claim(DateTime now, TimeSpan claim, int limit)
    {
        var claimed = Messages
            .Where(m => m.Delivery.State == AlertDeliveryState.Pending && m.Delivery.NotBefore <= now && !(m.ClaimedUntil > now))
            .OrderBy(m => m.Delivery.CreatedAt).ThenBy(m => m.Delivery.MessageId, StringComparer.Ordinal)
            .Take(limit).Select(m => m.Delivery).ToList();
        var keys = claimed.Select(Key).ToHashSet();
        var messages = Messages.Select(m => keys.Contains(Key(m.Delivery)) ? m with { ClaimedUntil = now + claim } : m);
        return (this with { Messages = [.. messages] }, claimed);
    }

    /// <summary>Without what is over for a month.</summary>
    public OutboxState Pruned(DateTime now) => this with
    {
        Alerts = [.. Alerts.Where(a => now - a.SeenAt < s_memory)],
        Messages =
        [
            .. Messages.Where(m => m.Delivery.State == AlertDeliveryState.Pending || now - m.Delivery.CreatedAt < s_memory)
                .OrderBy(m => m.Delivery.CreatedAt).TakeLast(MostMessages),
        ],
    };

    public IReadOnlyList<SyncAlert> NewestAlerts(bool openOnly, int limit) =>
        [.. Alerts.Where(a => !openOnly || a.State == AlertState.Open).OrderByDescending(a => a.OpenedAt).Take(limit)];

    public IReadOnlyList<AlertDelivery> NewestMessages(bool pendingOnly, int limit) =>
    [
        .. Messages.Select(m => m.Delivery).Where(m => !pendingOnly || m.State == AlertDeliveryState.Pending)
            .OrderByDescending(m => m.CreatedAt).ThenBy(m => m.Channel, StringComparer.Ordinal).Take(limit),
    ];

    static (string MessageId, string Channel) Key(AlertDelivery delivery) => (delivery.MessageId, delivery.Channel);
}

/// <summary>A message and who has it in hand.</summary>
sealed record OutboxEntry
{
    public required AlertDelivery Delivery { get; init; }

    /// <summary>Until when a process has claimed it, UTC; null for nobody.</summary>
    public DateTime? ClaimedUntil { get; init; }
}

/// <summary>An outbox for messages that nobody needs when the process is gone: a test's.</summary>
sealed class MemoryOutbox : IAlertStore
{
    readonly Lock _lock = new();
    OutboxState _book = OutboxState.Empty;

    public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(_book.NewestAlerts(openOnly, limit));

    public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken)
    {
        lock (_lock)
            _book = _book.With(changes);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            (_book, var claimed) = _book.Claim(now, claim, limit);
            return Task.FromResult(claimed);
        }
    }

    public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken)
    {
        lock (_lock)
            _book = _book.With(delivery);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(_book.NewestMessages(pendingOnly, limit));
}
