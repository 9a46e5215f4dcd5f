using System.IO.Compression;
using System.Text;

namespace StockSync.MarketServer;

/// <summary>Recorded files, plain or gzip.</summary>
static class RecordedText
{
    public static byte[] ReadBytes(string path)
    {
        if (!path.EndsWith(".gz", StringComparison.Ordinal))
            return File.ReadAllBytes(path);
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        packed.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>
    /// The rows of a side file that lies in the folder or the one above it, cells by column in the order asked for;
    /// null where there is no such file.
    /// </summary>
    public static IReadOnlyList<string[]>? SideFile(string folder, string name, params string[] columns)
    {
        var path = new[] { folder, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) ?? folder }
            .SelectMany(f => new[] { Path.Combine(f, name), Path.Combine(f, name + ".gz") })
            .FirstOrDefault(File.Exists);
        if (path is null)
            return null;
        var lines = Encoding.UTF8.GetString(ReadBytes(path)).Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Length > 0);
        var rows = lines.Select(l => l.Split(',')).ToList();
        var places = columns.Select(c => Array.IndexOf(rows[0], c)).ToArray();
        if (places.Contains(-1))
            throw new InvalidDataException($"{path} lacks one of the columns {string.Join(',', columns)}.");
        return [.. rows.Skip(1).Select(row => places.Select(p => row[p]).ToArray())];
    }
}
