using System.Globalization;
using System.IO.Compression;
using System.Text;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The same rows put aside in a file: all columns as text with a line each, as an export of the table has them.</summary>
static class CsvArchive
{
    /// <summary>The file's content.</summary>
    public static byte[] Text(BarBatch rows)
    {
        var text = new StringBuilder();
        foreach (ref var row in rows.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row.Code},{row.Date:yyyy-MM-dd}");
            foreach (var value in BarDecimal.All(row))
                text.Append(CultureInfo.InvariantCulture, $",{value}");
            text.Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Its bytes as gzip.</summary>
    public static long Gzip(byte[] text) => Compressed(text, stream => new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    /// <summary>Its bytes as Brotli.</summary>
    public static long Brotli(byte[] text) =>
        Compressed(text, stream => new BrotliStream(stream, CompressionLevel.Optimal, leaveOpen: true));

    static long Compressed(byte[] text, Func<Stream, Stream> compress)
    {
        using var file = new MemoryStream();
        using (var stream = compress(file))
            stream.Write(text);
        return file.Length;
    }
}
