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

/// <summary>The constants of the wire, and the limits of an answer: the connection is not encrypted, so every byte is untrusted.</summary>
static class Wire
{
    public const byte Separator = 0x01;

    /// <summary>The version we claim; the service only compares it and refuses old ones.</summary>
    public const string ClientVersion = "00.9.40";

    /// <summary>Version (7), separator, type (2), separator, length (10 digits).</summary>
    public const int HeaderLength = 21;

    /// <summary>The user of every request; there is no session token.</summary>
    public const string User = "anonymous";

    /// <summary>The password of the anonymous account, the same for everybody.</summary>
    public const string Password = "123456";

    /// <summary>Most bytes of one answer on the wire. The longest recorded one has 190,000.</summary>
    public const int MaxPayload = 8 << 20;

    /// <summary>Most bytes of one inflated answer: three times what <see cref="MaxRows"/> of bars take.</summary>
    public const int MaxInflated = 16 << 20;

    /// <summary>Most inflated bytes a compressed byte may give. Real answers stay below 10.</summary>
    public const int MaxRatio = 200;

    public const int MaxSlots = 32;

    public const int MaxRows = 20_000;

    /// <summary>Most rows of all pages of one query: twice the days since the exchanges opened would not fill it.</summary>
    public const int MaxRowsOfQuery = 100_000;

    public const int MaxFieldChars = 256;

    /// <summary>The service honours this many rows a page; more was never tried.</summary>
    public const int MaxPageSize = 10_000;

    /// <summary>Closes every answer.</summary>
    public static ReadOnlySpan<byte> EndMark => "<![CDATA[]]>\n"u8;
}
