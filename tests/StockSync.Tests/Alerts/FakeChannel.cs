using StockSync.Engine.Operations.Alerts.Channels;

namespace StockSync.Tests.Alerts;

/// <summary>A channel that does what a test says, without a network.</summary>
sealed class FakeChannel(string name, Func<AlertDelivery, CancellationToken, Task<SendResult>> send) : IAlertChannel
{
    public FakeChannel(string name, Func<AlertDelivery, SendResult> send)
        : this(name, (message, _) => Task.FromResult(send(message)))
    {
    }

    public List<AlertDelivery> Sent { get; } = [];

    public string Name => name;

    public AlertSeverity Minimum => AlertSeverity.Warning;

    public Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        lock (Sent)
            Sent.Add(message);
        return send(message, cancellationToken);
    }
}
