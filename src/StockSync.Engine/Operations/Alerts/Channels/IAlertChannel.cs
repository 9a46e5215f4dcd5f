namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>One way to tell somebody.</summary>
interface IAlertChannel
{
    /// <summary>As in <see cref="AlertDelivery.Channel"/>.</summary>
    string Name { get; }

    /// <summary>The least it wants to be told.</summary>
    AlertSeverity Minimum { get; }

    /// <summary>Sends one message. May throw what its library throws; the caller makes a result of it.</summary>
    Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken);
}
