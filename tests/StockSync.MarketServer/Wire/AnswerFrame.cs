using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace StockSync.MarketServer;

/// <summary>An answer as the bytes of the wire. The parts are kept apart so that a fault can break one and mend the other.</summary>
sealed class AnswerFrame
{
    const string ServiceVersion = "00.9.00";
    const string EndMark = "<![CDATA[]]>\n";

    byte[]? _sound;

    AnswerFrame(string type, bool compressed, byte[] body, int length)
    {
        Type = type;
        IsCompressed = compressed;
        Body = body;
        Length = length;
    }

    public string Type { get; }

    public bool IsCompressed { get; }

    /// <summary>The body as sent: a zlib stream or UTF-8 text.</summary>
    public byte[] Body { get; }

    // characters of a plain body, bytes of a compressed one
    int Length { get; }

    public static AnswerFrame Plain(string type, string body) => new(type, false, Encoding.UTF8.GetBytes(body), body.Length);

    public static AnswerFrame Compressed(string type, string body)
    {
        using var packed = new MemoryStream();
        // the service's streams begin 78 01, which is the fastest level
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(body));
        return OfStream(type, packed.ToArray());
    }

    /// <summary>A frame around a zlib stream, whole or not.</summary>
    public static AnswerFrame OfStream(string type, byte[] stream) => new(type, true, stream, stream.Length);

    /// <summary>The frame, the same bytes each time.</summary>
    public byte[] ToBytes() => _sound ??= Make(badCrc: false);

    /// <summary>The frame with a wrong trailer number.</summary>
    public byte[] ToBadBytes() => Make(badCrc: true);

    byte[] Make(bool badCrc)
    {
        var header = Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{ServiceVersion}\u0001{Type}\u0001{Length:D10}"));
        byte[] checkedPart = [.. header, .. Body];
        var number = Crc32.Of(checkedPart);
        // Nobody knows what the real number of a compressed answer is made of, only that it is no CRC of anything.
        if (IsCompressed != badCrc)
            number = (number ^ 0x5A5A_A5A5) % 4_000_000_000;
        var trailer = string.Create(CultureInfo.InvariantCulture, $"\u0001{number}{(IsCompressed ? "\n" : "")}{EndMark}");
        return [.. checkedPart, .. Encoding.ASCII.GetBytes(trailer)];
    }
}
