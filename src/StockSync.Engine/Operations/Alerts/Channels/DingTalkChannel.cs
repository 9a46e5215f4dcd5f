using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>
/// A DingTalk (钉钉) robot of one's own. Signed where a secret is set. A body of 20,000 bytes; 20 messages a minute, above which it is mute
/// for ten minutes.
/// </summary>
sealed class DingTalkChannel(AlertSettings settings, AlertHttp http, TimeProvider time) : IAlertChannel
{
    public const string ChannelName = "DingTalk";
    public const int Limit = 20_000;

    // Braces, member names and the title once more.
    const int Envelope = 1_000;

    static readonly LineForm s_form = new(
        title => $"### {title}\n", (label, text) => $"- {label}: {text}", advice => $"\n{advice}", InertText.Of, "\n");

    // 310000: keyword, signature or IP; 300001, 300005: no such token; 460101: too long.
    static readonly WebhookResult s_verdict = new(
        ["errcode"], [310000, 300001, 300005, 460101], new Dictionary<long, TimeSpan> { [130101] = TimeSpan.FromMinutes(10) });

    public string Name => ChannelName;

    public AlertSeverity Minimum => settings.DingTalkSeverity;

    public async Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        var words = AlertWords.Of(settings);
        byte[] body = Body(message.Content, words);
        var answer = await http.PostAsync(Address(), body, null, cancellationToken);
        return s_verdict.Of(answer, words);
    }

    public static byte[] Body(AlertContent content, AlertWords words) => WebhookJson.Write(new JsonObject
    {
        ["msgtype"] = "markdown",
        ["markdown"] = new JsonObject
        {
            ["title"] = ByteCut.Of(InertText.Of(content.Title), 240, MessageFit.Json),
            ["text"] = MessageFit.Of(content, s_form, Limit - Envelope, MessageFit.Json, words),
        },
    });

    /// <summary>The signature: HMAC-SHA256 with the secret as key over time and secret, in Base64.</summary>
    /// <param name="milliseconds">Since 1970; accepted within an hour.</param>
    /// <param name="secret">The robot's secret.</param>
    public static string Sign(string milliseconds, string secret) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{milliseconds}\n{secret}")));

    Uri Address()
    {
        if (settings.DingTalkSecret is not { } secret)
            return new Uri(settings.DingTalkUrl!);
        string timestamp = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string separator = settings.DingTalkUrl!.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new Uri($"{settings.DingTalkUrl}{separator}timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(timestamp, secret))}");
    }
}
