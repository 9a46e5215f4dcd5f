using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Xunit;

namespace StockSync.Tests.MarketServer;

/// <summary>An answer taken apart by the rules of the protocol page.</summary>
sealed class WireAnswer
{
    WireAnswer(string raw, string type, string body)
    {
        Raw = raw;
        Type = type;
        Body = body;
        Slots = body.Split('\u0001');
    }

    /// <summary>The frame as text; of use for plain answers.</summary>
    public string Raw { get; }

    public string Type { get; }

    /// <summary>The body, inflated where need be.</summary>
    public string Body { get; }

    public string[] Slots { get; }

    public string Code => Slots[0];

    public string[][] Rows => RowsOf(Slots[Type is "99" or "9D" ? 4 : 6]);

    public static bool IsCompressed(string type) => type is "96" or "99" or "9B" or "9D";

    public static WireAnswer Plain(byte[] frame)
    {
        var cut = Array.LastIndexOf(frame, (byte)1);
        var number = Encoding.ASCII.GetString(frame.AsSpan(cut + 1));
        Assert.Equal($"{WireClient.Crc(frame.AsSpan(0, cut))}<![CDATA[]]>\n", number);
        var text = Encoding.UTF8.GetString(frame);
        var body = Encoding.UTF8.GetString(frame.AsSpan(21, cut - 21));
        Assert.Equal(text[11..21], $"{body.Length:D10}");
        return new WireAnswer(text, text[8..10], body);
    }

    public static WireAnswer Compressed(string header, byte[] stream, string trailer)
    {
        Assert.Matches(@"^\u0001\d{1,10}\n<!\[CDATA\[\]\]>\n\z", trailer);
        Assert.Equal(0x78, stream[0]);
        using var zlib = new ZLibStream(new MemoryStream(stream), CompressionMode.Decompress);
        using var text = new StreamReader(zlib, Encoding.UTF8);
        return new WireAnswer(header, header[8..10], text.ReadToEnd());
    }

    // Raw line feeds inside names are no JSON; like the official client, drop all white space first.
    static string[][] RowsOf(string data) => data.Length == 0
        ? []
        : [.. JsonDocument.Parse(string.Concat(data.Where(c => !char.IsWhiteSpace(c)))).RootElement.GetProperty("record")
            .EnumerateArray().Select(row => row.EnumerateArray().Select(v => v.GetString()!).ToArray())];
}
