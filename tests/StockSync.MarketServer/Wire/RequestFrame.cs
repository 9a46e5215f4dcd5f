using System.Globalization;
using System.Text;

namespace StockSync.MarketServer;

/// <summary>A request off the wire, before anybody asked what it means.</summary>
sealed class RequestFrame
{
    const byte Separator = 1;
    const int HeaderLength = 21;

    RequestFrame(int byteCount) => ByteCount = byteCount;

    /// <summary>The bytes it took, the line feed included.</summary>
    public int ByteCount { get; }

    public string Version { get; private init; } = "";

    public string Type { get; private init; } = "";

    public IReadOnlyList<string> Fields { get; private init; } = [];

    /// <summary>What is wrong with the frame; null for a sound one.</summary>
    public string? Flaw { get; private init; }

    /// <summary>Reads a line without its line feed. A flawed frame is a result too: it gets an answer.</summary>
    public static RequestFrame Parse(ReadOnlySpan<byte> line)
    {
        var size = line.Length + 1;
        var cut = line.LastIndexOf(Separator);
        if (cut < HeaderLength || line[7] != Separator || line[10] != Separator)
            return new RequestFrame(size) { Flaw = "no header" };
        var version = Encoding.ASCII.GetString(line[..7]);
        var type = Encoding.ASCII.GetString(line[8..10]);
        var body = Encoding.UTF8.GetString(line[HeaderLength..cut]);
        return new RequestFrame(size)
        {
            Version = version,
            Type = type,
            Fields = body.Split((char)Separator),
            Flaw = FlawOf(line, cut, body),
        };
    }

    static string? FlawOf(ReadOnlySpan<byte> line, int cut, string body)
    {
        // characters, not bytes: a Chinese name filter tells them apart
        var length = Encoding.ASCII.GetString(line[11..HeaderLength]);
        if (length != body.Length.ToString("D10", CultureInfo.InvariantCulture))
            return $"length {length} for {body.Length} characters";
        var crc = Encoding.ASCII.GetString(line[(cut + 1)..]);
        var expected = Crc32.Of(line[..cut]).ToString(CultureInfo.InvariantCulture);
        return crc == expected ? null : $"CRC {crc} instead of {expected}";
    }
}
