namespace StockSync;

/// <summary>Files that are there whole or not at all: a reader, or whoever comes after a kill, finds the former one or the new one.</summary>
public static class AtomicFile
{
    /// <summary>Writes bytes into a file for its owner alone.</summary>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>
    /// Writes beside the path, through to the disk, and renames. What went wrong is thrown as it is (<see cref="IOException"/>,
    /// <see cref="UnauthorizedAccessException"/>), and nothing is left beside the path.
    /// </summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="mode">Rights of the file where the system has them, whatever the umask; null: what the umask leaves.</param>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = OwnerOnly.FileMode)
    {
        ArgumentNullException.ThrowIfNull(write);
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (mode is { } rights && !OperatingSystem.IsWindows())
                options.UnixCreateMode = rights;
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            // The umask takes rights away from a file that others are to read.
            if (mode is { } wanted && !OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, wanted);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
