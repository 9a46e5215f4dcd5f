using System.Text.Encodings.Web;
using System.Text.Json;

namespace StockSync.Engine.Stores.Tables;

/// <summary>What a message says, as JSON text: it is kept whole and asked for by nobody's parts.</summary>
static class ContentText
{
    static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        // Chinese stays readable for whoever looks into the table; nothing of it is ever put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Of(AlertContent content) => JsonSerializer.Serialize(content, s_options);

    /// <exception cref="FormatException">It is none of ours.</exception>
    public static AlertContent Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<AlertContent>(text, s_options) ?? throw new FormatException("null");
        }
        catch (JsonException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
