namespace StockSync;

/// <summary>Files that are there whole or not at all: a reader, or whoever comes after a kill, finds the former one or the new one.</summary>
public static class AtomicFile
{
    const string Suffix = ".tmp";

    // Nobody writes a file of this kind for so long.
    static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    /// <summary>Writes bytes into a file for its owner alone.</summary>
    public static void Write(string path, byte[] bytes) => Write(path, stream => stream.Write(bytes));

    /// <summary>
    /// Writes beside the path, through to the disk, and renames. What went wrong is thrown as it is (<see cref="IOException"/>,
    /// <see cref="UnauthorizedAccessException"/>), and nothing is left beside the path. What a process that was killed while it wrote left
    /// there is deleted an hour later by the next that writes.
    /// </summary>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="mode">Rights of the file where the system has them, whatever the umask; null: what the umask leaves.</param>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = OwnerOnly.FileMode)
    {
        ArgumentNullException.ThrowIfNull(write);
        DeleteLeftovers(path);
        string temporary = $"{path}.{Guid.NewGuid():N}{Suffix}";
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

    // Of processes that were killed while they wrote.
    static void DeleteLeftovers(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is not { } directory)
            return;
        string prefix = $"{Path.GetFileName(path)}.";
        var options = new EnumerationOptions { MatchType = MatchType.Simple, IgnoreInaccessible = true };
        try
        {
            foreach (string file in Directory.EnumerateFiles(directory, $"*{Suffix}", options))
            {
                string name = Path.GetFileName(file);
                if (name.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[prefix.Length..^Suffix.Length], "N", out _)
                    && DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > s_abandoned)
                    File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover that cannot be deleted harms nobody; whether the file itself can be written is about to be seen.
        }
    }
}
