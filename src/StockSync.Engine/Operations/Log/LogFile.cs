using System.Diagnostics;

namespace StockSync.Engine.Operations.Log;

/// <summary>
/// The files: the current one, and older ones with a number, 1 the newest of them. Several processes write; lines are written under
/// a lock file, because .NET has no append of the operating system's own and a rotation must not meet a write.
/// </summary>
sealed class LogFile(string path, long size, int count)
{
    readonly string _lock = path + ".lock";

    public string Path { get; } = path;

    /// <summary>Why a full file goes on growing; null where it does not.</summary>
    public string? RotationFault { get; private set; }

    /// <summary>Appends lines, all of them or none.</summary>
    /// <param name="lines">With their ends.</param>
    /// <param name="patience">The longest wait for another process.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Rights are missing.</exception>
    /// <exception cref="TimeoutException">Another process holds the lock.</exception>
    public void Append(ReadOnlySpan<byte> lines, TimeSpan patience)
    {
        OwnerOnly.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        using var held = Lock(patience);
        Rotate(lines.Length);
        using var stream = new FileStream(
            Path, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));
        long end = stream.Length;
        if (IsTorn(stream, end))
            stream.Write("\n"u8);
        try
        {
            stream.Write(lines);
        }
        catch (IOException)
        {
            // A full disk may have taken a part of them.
            stream.SetLength(end);
            throw;
        }
    }

    FileStream Lock(TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(_lock, OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (Stopwatch.GetElapsedTime(start) > patience)
                    throw new TimeoutException();
                Thread.Sleep(1);
            }
        }
    }

    // EWOULDBLOCK (Linux, macOS) and ERROR_SHARING_VIOLATION: the operating systems' words for "somebody else has it".
    static bool IsHeld(IOException e) => e.GetType() == typeof(IOException) && e.HResult is 11 or 35 or unchecked((int)0x80070020);

    void Rotate(int more)
    {
        var file = new FileInfo(Path);
        if (!file.Exists || file.Length == 0 || file.Length + more <= size)
            return;
        try
        {
            // From the oldest on; also those that a larger count has left.
            for (int number = Math.Max(1, count - 1); number == count - 1 || File.Exists(Numbered(number)); number++)
                File.Delete(Numbered(number));
            for (int number = count - 2; number >= 1; number--)
            {
                if (File.Exists(Numbered(number)))
                    File.Move(Numbered(number), Numbered(number + 1), overwrite: true);
            }
            if (count > 1)
                File.Move(Path, Numbered(1), overwrite: true);
            else
                File.Delete(Path);
            RotationFault = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Better a file too long than a line lost. On Windows a program that reads the file may be in the way for a while.
            RotationFault = e.Message;
        }
    }

    string Numbered(int number) => FormattableString.Invariant($"{Path}.{number}");

    // After a loss of power the last line may have no end; the next one must not be drawn into it.
    static bool IsTorn(FileStream stream, long end)
    {
        if (end == 0)
            return false;
        stream.Seek(-1, SeekOrigin.End);
        int last = stream.ReadByte();
        stream.Seek(0, SeekOrigin.End);
        return last is not '\n' and not -1;
    }
}
