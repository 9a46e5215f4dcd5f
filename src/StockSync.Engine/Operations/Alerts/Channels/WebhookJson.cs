using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StockSync.Engine.Operations.Alerts.Channels;

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
