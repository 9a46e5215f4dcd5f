using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace StockSync.Engine.Stores.Sql;

/// <summary>Rows as one JSON array: the value of a parameter read by <see cref="SqlDialect.Rows"/>.</summary>
static class JsonRows
{
    public static string Of<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var item in items)
            {
                writer.WriteStartObject();
                write(writer, item);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Code(this Utf8JsonWriter writer, StockCode code) => writer.WriteString("stock_code", code.ToString());

    public static void Day(this Utf8JsonWriter writer, string name, DateOnly? day)
    {
        if (day is { } value)
            writer.WriteString(name, value.Text());
        else
            writer.WriteNull(name);
    }

    public static void Text(this Utf8JsonWriter writer, string name, string? text) => writer.WriteString(name, text?.Replace('\0', ' '));

    public static void Instant(this Utf8JsonWriter writer, string name, DateTime utc) => writer.WriteString(name, InstantText(utc));

    public static void Instant(this Utf8JsonWriter writer, string name, DateTime? utc)
    {
        if (utc is { } value)
            writer.Instant(name, value);
        else
            writer.WriteNull(name);
    }

    /// <summary>ISO 8601 in UTC to the microsecond, which is what PostgreSQL keeps; sorts as text.</summary>
    public static string InstantText(DateTime utc)
    {
        var value = utc.Kind == DateTimeKind.Local ? utc.ToUniversalTime() : utc;
        return value.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
    }
}
