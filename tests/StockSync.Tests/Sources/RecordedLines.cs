using System.IO.Compression;

namespace StockSync.Tests.Sources;

/// <summary>Lines of a gzipped text file.</summary>
static class RecordedLines
{
    public static IEnumerable<string> Read(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
