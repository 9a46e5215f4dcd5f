using System.Text.Json.Nodes;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>A WeCom (企业微信) group robot. No signature: its address is the key. Markdown of 4096 bytes; 20 messages a minute.</summary>
sealed class WeComChannel(AlertSettings settings, AlertHttp http) : IAlertChannel
{
    public const string ChannelName = "WeCom";
    public const int Limit = 4096;

    static readonly LineForm s_form = new(
        title => $"**{title}**", (label, text) => $"> {label}: {text}", advice => $"> {advice}", InertText.Of, "\n");

    // 93000: no such robot; 40058: a parameter or a length.
    static readonly WebhookResult s_verdict = new(
        ["errcode"], [93000, 40058], new Dictionary<long, TimeSpan> { [45009] = TimeSpan.FromSeconds(60) });

    public string Name => ChannelName;

    public AlertSeverity Minimum => settings.WeComSeverity;

    public async Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        var words = AlertWords.Of(settings);
        byte[] body = Body(message.Content, words);
        var answer = await http.PostAsync(new Uri(settings.WeComUrl!), body, null, cancellationToken);
        return s_verdict.Of(answer, words);
    }

    public static byte[] Body(AlertContent content, AlertWords words) => WebhookJson.Write(new JsonObject
    {
        ["msgtype"] = "markdown",
        ["markdown"] = new JsonObject { ["content"] = MessageFit.Of(content, s_form, Limit, MessageFit.Utf8, words) },
    });
}
