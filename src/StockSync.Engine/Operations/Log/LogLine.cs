using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StockSync.Engine.Operations.Log;

/// <summary>An event as one line of JSON, without secrets.</summary>
sealed class LogLine(IRedactor redactor, TimeProvider time)
{
    // A text that somebody else made may be of any length.
    const int LongestText = 16_384;

    // No summer time in China since 1991.

    // Chinese words stay readable; the file is nobody's HTML.
    static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its end.</summary>
    public ReadOnlySpan<byte> Of(LogEvent entry)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            var now = time.GetUtcNow();
            json.WriteStartObject();
            json.WriteString("time", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("beijing", now.ToOffset(Beijing.Offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture));
            json.WriteString("level", entry.Level.ToString());
            json.WriteString("event", entry.Name);
            if (entry.Text is { } text)
                json.WriteString("text", Clean(text));
            if (entry.RunId is { } run)
                json.WriteString("run", Clean(run));
            json.WriteString("host", Environment.MachineName);
            json.WriteNumber("pid", Environment.ProcessId);
            if (entry.Data.Count > 0)
                WriteData(json, entry.Data);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan;
    }

    void WriteData(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> data)
    {
        json.WriteStartObject("data");
        foreach (var (name, value) in data)
        {
            json.WritePropertyName(name);
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool flag:
                    json.WriteBooleanValue(flag);
                    break;
                case byte or short or int or long:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case decimal number:
                    json.WriteNumberValue(number);
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumberValue(number);
                    break;
                case TimeSpan span:
                    json.WriteNumberValue(span.TotalSeconds);
                    break;
                case DateTime { TimeOfDay.Ticks: 0, Kind: DateTimeKind.Unspecified } day:
                    json.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    break;
                case DateTime instant:
                    json.WriteStringValue(instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                    break;
                case DateOnly day:
                    json.WriteStringValue(day.Text());
                    break;
                default:
                    json.WriteStringValue(Clean(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }
        json.WriteEndObject();
    }

    // Redacted first: a secret that is cut in two is not found any more.
    string Clean(string text)
    {
        string clean = redactor.Redact(text);
        if (clean.Length <= LongestText)
            return clean;
        int end = char.IsHighSurrogate(clean[LongestText - 1]) ? LongestText - 1 : LongestText;
        return clean[..end] + "…";
    }
}

/// <summary>What is written of an error beside its message.</summary>
static class LogFacts
{
    public static Dictionary<string, object?> Of(StockSyncException error)
    {
        var data = new Dictionary<string, object?>
        {
            ["errorId"] = error.ErrorId,
            ["kind"] = error.Kind,
            ["advice"] = error.Advice,
            ["target"] = error.Target,
        };
        if (error.InnerException is { } cause)
            data["cause"] = $"{cause.GetType().Name}: {cause.Message}";
        return data;
    }
}
