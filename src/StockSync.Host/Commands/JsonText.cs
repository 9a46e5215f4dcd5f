using System.Buffers;
using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace StockSync.Host;

/// <summary>Writes objects as JSON: a table by its keys, a collection as an array, anything else by its properties.</summary>
sealed class JsonText(int depth, bool indented, bool enumsAsStrings)
{
    static readonly JsonSerializerOptions s_scalars = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly JsonWriterOptions _options = new()
    {
        Indented = indented,
        // Chinese names stay readable; the text isn't meant for the inside of an HTML page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether something lay deeper than the depth allowed.</summary>
    internal bool WasCut { get; private set; }

    internal string Write(object? root)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, _options))
            Write(writer, root, level: 0);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    void Write(Utf8JsonWriter writer, object? value, int level)
    {
        var wrapped = value as PSObject;
        // A PSCustomObject's base object is a marker without properties; the wrapper has them.
        var plain = wrapped is { BaseObject: not PSCustomObject } ? wrapped.BaseObject : value;
        if (WriteScalar(writer, plain))
            return;

        if (level > depth)
        {
            WasCut = true;
            writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
        }
        else if (plain is IDictionary table)
        {
            writer.WriteStartObject();
            foreach (DictionaryEntry entry in table)
                WriteProperty(writer, LanguagePrimitives.ConvertTo<string>(entry.Key), entry.Value, level);
            writer.WriteEndObject();
        }
        else if (plain is IEnumerable members)
        {
            writer.WriteStartArray();
            foreach (var member in members)
                Write(writer, member, level + 1);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            foreach (var property in PSObject.AsPSObject(value!).Properties.Where(property => property.IsGettable))
                WriteProperty(writer, property.Name, ValueOf(property), level);
            writer.WriteEndObject();
        }
    }

    void WriteProperty(Utf8JsonWriter writer, string name, object? value, int level)
    {
        writer.WritePropertyName(name);
        Write(writer, value, level + 1);
    }

    bool WriteScalar(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                writer.WriteNullValue();
                break;
            case Enum when enumsAsStrings:
                writer.WriteStringValue(value.ToString());
                break;
            case Enum name:
                writer.WriteRawValue(name.ToString("D"));
                break;
            case double.NaN or double.PositiveInfinity or double.NegativeInfinity:
                writer.WriteStringValue(LanguagePrimitives.ConvertTo<string>(value));
                break;
            case string or char or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double
                or decimal or DateTime or DateTimeOffset or DateOnly or TimeOnly or Guid:
                JsonSerializer.Serialize(writer, value, value.GetType(), s_scalars);
                break;
            case Uri or Version or Type or TimeSpan:
                writer.WriteStringValue(value.ToString());
                break;
            default:
                return false;
        }

        return true;
    }

    static object? ValueOf(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }
}
