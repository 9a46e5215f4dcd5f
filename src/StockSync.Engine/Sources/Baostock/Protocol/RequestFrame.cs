using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>Writes requests: header, fields joined by the separator, checksum, line feed.</summary>
static class RequestFrame
{
    /// <summary>The bytes of one request. The length in its header counts characters (code points), the checksum covers bytes.</summary>
    public static byte[] Encode(string type, IReadOnlyList<string> fields, string version = Wire.ClientVersion)
    {
        // There is no escaping: a field with a separator would become two.
        if (fields.Any(field => field.AsSpan().ContainsAny('\u0001', '\n')))
            throw new ArgumentException("A field of a request can hold neither separator nor line feed.", nameof(fields));

        string body = string.Join((char)Wire.Separator, fields);
        int length = body.EnumerateRunes().Count();
        string text = string.Create(CultureInfo.InvariantCulture, $"{version}\u0001{type}\u0001{length:D10}{body}");
        uint crc = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text}\u0001{crc}\n"));
    }
}
