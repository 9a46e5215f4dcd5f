using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts.Outbox;

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
