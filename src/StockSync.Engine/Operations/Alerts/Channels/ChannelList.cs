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

/// <summary>The channels that have an address.</summary>
static class ChannelList
{
    public static IReadOnlyList<IAlertChannel> Of(AlertSettings settings, AlertHttp http, TimeProvider time)
    {
        var channels = new List<IAlertChannel>();
        if (settings.MailServer is not null)
            channels.Add(new MailChannel(settings));
        if (settings.WeComUrl is not null)
            channels.Add(new WeComChannel(settings, http));
        if (settings.DingTalkUrl is not null)
            channels.Add(new DingTalkChannel(settings, http, time));
        if (settings.FeishuUrl is not null)
            channels.Add(new FeishuChannel(settings, http, time));
        if (settings.WebhookUrl is not null)
            channels.Add(new WebhookChannel(settings, http, time));
        return channels;
    }
}
