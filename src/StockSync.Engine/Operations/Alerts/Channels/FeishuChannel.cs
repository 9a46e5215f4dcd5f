using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

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
