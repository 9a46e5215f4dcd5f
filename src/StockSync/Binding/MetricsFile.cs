using System.Text;
using StockSync.Resources;

namespace StockSync.Binding;

/// <summary>
/// The file that node_exporter collects. It runs as a user of its own, so others may read this file, and only read it: it holds numbers.
/// </summary>
static class MetricsFile
{
    const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes it beside its place, under a name that is not collected, and renames it: half a file is never read.</summary>
    public static void Write(string path, string text)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            // Whatever the umask is.
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, Mode);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
            throw new StockSyncException(
                ErrorIds.FileInvalid, ErrorKind.Write, Strings.Format("FileWrite", path, e.Message), target: path, inner: e);
        }
    }
}
