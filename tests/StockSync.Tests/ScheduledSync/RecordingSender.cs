using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.ScheduledSync;

/// <summary>A sender with one channel that wants everything and takes everything; keeps what it is told.</summary>
sealed class RecordingSender : IAlertSender
{
    public List<AlertDelivery> Sent { get; } = [];

    public List<string> Pings { get; } = [];

    public async Task<int> SendAsync(IAlertStore outbox, TimeSpan limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<AlertDelivery> due;
        try
        {
            due = await outbox.ClaimMessagesAsync(new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromMinutes(1), 1000, cancellationToken);
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.StoreEmpty)
        {
            return 0;
        }
        foreach (var message in due)
        {
            Sent.Add(message);
            await outbox.RecordDeliveryAsync(
                message with { State = AlertDeliveryState.Delivered, DeliveredAt = message.CreatedAt, Attempts = message.Attempts + 1 }, cancellationToken);
        }
        return due.Count;
    }

    public Task<int> FlushAsync(IAlertStore outbox, CancellationToken cancellationToken) =>
        SendAsync(outbox, TimeSpan.MaxValue, cancellationToken);

    public IReadOnlyList<AlertDelivery> Address(
        string messageId, AlertMessageKind kind, AlertSeverity severity, AlertContent content, DateTime now, string? alertId, string? runId) =>
        [
            new AlertDelivery
            {
                MessageId = messageId,
                Channel = "Webhook",
                AlertId = alertId,
                Kind = kind,
                Severity = kind == AlertMessageKind.Alert ? severity : AlertSeverity.Info,
                Content = content,
                CreatedAt = now,
                NotBefore = now,
                RunId = runId,
            },
        ];

    public Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken)
    {
        Pings.Add(signal);
        return Task.CompletedTask;
    }
}
