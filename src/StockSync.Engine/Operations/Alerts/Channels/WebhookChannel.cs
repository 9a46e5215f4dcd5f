using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Channels;

/// <summary>
/// A webhook of the user's own: Standard Webhooks' three headers (<c>webhook-id</c>, the same on every attempt; <c>webhook-timestamp</c>;
/// <c>webhook-signature</c> where a secret is set) and the JSON body that about_StockSync_Operations describes. Any 2xx is delivery.
/// </summary>
sealed class WebhookChannel(AlertSettings settings, AlertHttp http, TimeProvider time) : IAlertChannel
{
    public const string ChannelName = "Webhook";
    const string SecretPrefix = "whsec_";

    public string Name => ChannelName;

    public AlertSeverity Minimum => settings.WebhookSeverity;

    public async Task<SendResult> SendAsync(AlertDelivery message, CancellationToken cancellationToken)
    {
        byte[] body = Body(message);
        string timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string> { ["webhook-id"] = message.MessageId, ["webhook-timestamp"] = timestamp };
        if (settings.WebhookSecret is { } secret)
            headers["webhook-signature"] = Sign(message.MessageId, timestamp, body, secret);
        var answer = await http.PostAsync(new Uri(settings.WebhookUrl!), body, headers, cancellationToken);
        return answer.Judge(AlertWords.Of(settings).Get("Answered", $"HTTP {answer.Status}", ""));
    }

    public static byte[] Body(AlertDelivery message) => WebhookJson.Write(new JsonObject
    {
        ["id"] = message.MessageId,
        ["kind"] = message.Kind.ToString(),
        ["severity"] = message.Severity.ToString(),
        ["title"] = SafeText.OneLine(message.Content.Title),
        ["lines"] = new JsonArray(
            [.. message.Content.Lines.Select(l => new JsonObject { ["label"] = SafeText.OneLine(l.Label), ["text"] = SafeText.OneLine(l.Text) })]),
        ["advice"] = message.Content.Advice is { } advice ? SafeText.OneLine(advice) : null,
        ["runId"] = message.RunId,
        ["alertId"] = message.AlertId,
        ["createdAt"] = message.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    });

    /// <summary>The signature: HMAC-SHA256 over id, time and body.</summary>
    /// <param name="id">The message.</param>
    /// <param name="seconds">Since 1970.</param>
    /// <param name="body">The bytes that are sent.</param>
    /// <param name="secret">Any text, or <c>whsec_</c> and a key in Base64.</param>
    public static string Sign(string id, string seconds, byte[] body, string secret)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(Key(secret), signed));
    }

    static byte[] Key(string secret)
    {
        if (secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            byte[] key = new byte[secret.Length];
            if (Convert.TryFromBase64String(secret[SecretPrefix.Length..], key, out int length))
                return key[..length];
        }
        return Encoding.UTF8.GetBytes(secret);
    }
}

/// <summary>The robots' JSON: Chinese stays as it is (they count bytes), and what decides is the code in the answer.</summary>
static class WebhookJson
{
    static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(body, s_options);

    /// <summary>The code and the text of an answer; a null code where there is none that can be understood.</summary>
    public static (long? Code, string? Text) Read(string answer, params ReadOnlySpan<string> names)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = 16 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, null);
            foreach (string name in names)
            {
                if (document.RootElement.TryGetProperty(name, out var member) && Number(member) is { } code)
                    return (code, Text(document.RootElement, "errmsg") ?? Text(document.RootElement, "msg"));
            }
        }
        catch (JsonException)
        {
            // Not one of the robot's answers: a page of something in between. The caller tells so.
        }
        return (null, null);
    }

    static long? Number(JsonElement member) => member.ValueKind switch
    {
        JsonValueKind.Number when member.TryGetInt64(out long number) => number,
        JsonValueKind.String when long.TryParse(member.GetString(), out long number) => number,
        _ => null,
    };

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
