using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>
/// A Feishu (飞书) robot of one's own. Signed in the body where a secret is set. A request of 20 KB; 100 messages a minute, and refusals at
/// full and half hours (11232), when the world's schedules speak.
/// </summary>
sealed class FeishuChannel(AlertSettings settings, AlertHttp http, TimeProvider time) : IAlertChannel
{
    public const string ChannelName = "Feishu";
    public const int Limit = 20_000;

    // Braces, member names, time and signature.
    const int Envelope = 500;

    static readonly LineForm s_form = new(title => title, (label, text) => $"{label}: {text}", advice => advice, InertText.Of, "\n");

    // 19021: signature or clock; 19022: IP; 19024: keyword; 9499: the body.
    static readonly WebhookResult s_verdict = new(
        ["code", "StatusCode"], [19021, 19022, 19024, 9499], new Dictionary<long, TimeSpan> { [11232] = TimeSpan.FromSeconds(90) });

    public string Name => ChannelName;

    public AlertSeverity Minimum => settings.FeishuSeverity;

    public async Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        var words = AlertWords.Of(settings);
        byte[] body = Body(message.Content, words, settings.FeishuSecret, time.GetUtcNow().ToUnixTimeSeconds());
        var answer = await http.PostAsync(new Uri(settings.FeishuUrl!), body, null, cancellationToken);
        return s_verdict.Of(answer, words);
    }

    public static byte[] Body(AlertContent content, AlertWords words, string? secret, long seconds)
    {
        var body = new JsonObject();
        if (secret is not null)
        {
            string timestamp = seconds.ToString(CultureInfo.InvariantCulture);
            body["timestamp"] = timestamp;
            body["sign"] = Sign(timestamp, secret);
        }
        body["msg_type"] = "text";
        body["content"] = new JsonObject { ["text"] = MessageFit.Of(content, s_form, Limit - Envelope, MessageFit.Json, words) };
        return WebhookJson.Write(body);
    }

    /// <summary>The signature: HMAC-SHA256 with time and secret as key over nothing, in Base64; not as DingTalk does it.</summary>
    /// <param name="seconds">Since 1970; accepted within an hour.</param>
    /// <param name="secret">The robot's secret.</param>
    public static string Sign(string seconds, string secret) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{seconds}\n{secret}"), Array.Empty<byte>()));
}
