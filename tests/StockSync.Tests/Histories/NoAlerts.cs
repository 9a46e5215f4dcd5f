using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Tests.Histories;

/// <summary>Nobody is told of anything.</summary>
sealed class NoAlerts : IAlertPolicy, IAlertSender
{
    public AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open) => AlertChanges.None;

    public Task<int> SendAsync(IAlertStore outbox, TimeSpan limit, CancellationToken cancellationToken) => Task.FromResult(0);

    public Task<int> FlushAsync(IAlertStore outbox, CancellationToken cancellationToken) => Task.FromResult(0);

    public IReadOnlyList<AlertDelivery> Address(
        string messageId, AlertMessageKind kind, AlertSeverity severity, AlertContent content, DateTime now, string? alertId, string? runId) => [];

    public Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken) => Task.CompletedTask;
}
