using System.Text;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>
/// The file that node_exporter collects. It runs as a user of its own, so others may read this file, and only read it: it holds numbers.
/// </summary>
static class MetricsFile
{
    const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes it whole; the name beside it, until it is renamed, is not collected.</summary>
    public static void Write(string path, string text)
    {
        try
        {
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.Write, Strings.FormatFileWrite(path, e.Message), target: path, inner: e);
        }
    }
}
