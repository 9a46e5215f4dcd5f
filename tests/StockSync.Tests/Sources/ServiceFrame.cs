using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Sources;

/// <summary>Writes answers as the service does, or deliberately not.</summary>
static class ServiceFrame
{
    public static byte[] Plain(string type, params string[] slots) => PlainBody(type, string.Join('\u0001', slots));

    public static byte[] PlainBody(string type, string body, int? length = null)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture, $"00.9.00\u0001{type}\u0001{length ?? body.EnumerateRunes().Count():D10}{body}");
        uint crc = Crc32.HashToUInt32(Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text}\u0001{crc}<![CDATA[]]>\n"));
    }

    public static byte[] Compressed(string type, params string[] slots) =>
        CompressedBody(type, Zlib(Encoding.UTF8.GetBytes(string.Join('\u0001', slots))));

    public static byte[] CompressedBody(string type, byte[] zlib, int? length = null, string trailer = "\u00014242424242\n<![CDATA[]]>\n") =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"00.9.00\u0001{type}\u0001{length ?? zlib.Length:D10}")),
        .. zlib,
        .. Encoding.UTF8.GetBytes(trailer),
    ];

    public static byte[] Zlib(byte[] bytes, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, level, leaveOpen: true))
            zlib.Write(bytes);
        return target.ToArray();
    }

    /// <summary>Header and checksum around a deflate stream of one's own making.</summary>
    public static byte[] ZlibOf(byte[] deflate, byte[] inflated)
    {
        var trailer = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(trailer, Adler32.Compute(inflated));
        return [0x78, 0x01, .. deflate, .. trailer];
    }

    /// <summary>The answer to a request frame: its echo around the rows.</summary>
    public static byte[] Answer(byte[] request, string rows, string columns)
    {
        var (type, fields) = Split(request);
        string data = rows.Length == 0 ? "" : $$"""{"record":[{{rows}}]}""";
        return type switch
        {
            MessageType.Login => Plain("01", "0", "success", "login", fields[1], "20261123042603327"),
            MessageType.Logout => Plain("03", "0", "success", "logout", fields[1], "20261123042603327"),
            MessageType.DailyAStock => Compressed("99", "0", "success", fields[0], fields[1], data, columns),
            MessageType.DailyAdjustFactor => Compressed("9D", "0", "success", fields[0], fields[1], data, columns),
            MessageType.History => Compressed("96", ["0", "success", .. fields[..4], data, .. fields[4..]]),
            _ => Plain(Successor(type), ["0", "success", .. fields[..4], data, .. fields[4..], columns]),
        };
    }

    public static byte[] Error(string code, string text = "错误") => Plain("04", code, text);

    public static (string Type, string[] Fields) Split(byte[] request)
    {
        string text = Encoding.UTF8.GetString(request);
        return (text[8..10], text[Wire.HeaderLength..text.LastIndexOf('\u0001')].Split('\u0001'));
    }

    static string Successor(string type) => (int.Parse(type, CultureInfo.InvariantCulture) + 1).ToString("D2", CultureInfo.InvariantCulture);
}
