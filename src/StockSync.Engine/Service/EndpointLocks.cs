using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Service;

/// <summary>
/// Who on this machine may connect to an endpoint: one run, or one question outside a run, at a time. The service bans an address that opens
/// a second connection, and does not ask which database that one serves; so the lock knows neither database nor profile. It is a file that
/// is open for nobody else: the system lets it go when its process ends, however that ends.
/// </summary>
/// <param name="folder">The user's folder for the files; made when it is needed.</param>
sealed class EndpointLocks(string folder)
{
    const int NameLength = 32;

    /// <summary>Takes the endpoint until what is returned is disposed of.</summary>
    /// <param name="endpoint">The service, as host:port.</param>
    /// <param name="host">The machine that connects; each has an address of its own.</param>
    /// <param name="runId">The run that connects; null for a question outside a run.</param>
    /// <exception cref="StockSyncException">Somebody else has it (<see cref="ErrorIds.EndpointBusy"/>).</exception>
    public EndpointHold Take(string endpoint, string host, string? runId)
    {
        string path = Path.Join(folder, NameOf(endpoint, host));
        try
        {
            OwnerOnly.CreateDirectory(folder);
            var file = new FileStream($"{path}.lock", OwnerOnly.Options(FileMode.OpenOrCreate, FileAccess.ReadWrite));
            return EndpointHold.Of(file, $"{path}.owner", runId);
        }
        catch (IOException e) when (IsHeld(e))
        {
            throw Busy(endpoint, OwnerOf($"{path}.owner"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written must not keep the market from being copied; the caller tells that nothing is locked.
            return EndpointHold.Without(e.Message);
        }
    }

    static string NameOf(string endpoint, string host)
    {
        byte[] name = Encoding.UTF8.GetBytes($"{endpoint}@{host}".ToLowerInvariant());
        return Convert.ToHexStringLower(SHA256.HashData(name))[..NameLength];
    }

    // How the systems say that a file is locked: EWOULDBLOCK of Linux and of macOS, a sharing violation of Windows.
    static bool IsHeld(IOException e) => e.GetType() == typeof(IOException) && e.HResult is 11 or 35 or unchecked((int)0x80070020);

    // Beside the lock, because a file that is open for nobody else cannot be read either.
    static string OwnerOf(string path)
    {
        try
        {
            return File.ReadAllLines(path) switch
            {
                [var process, { Length: > 0 } run, ..] => SyncStrings.FormatEndpointRun(process, run),
                [{ Length: > 0 } process, ..] => SyncStrings.FormatEndpointProcess(process),
                _ => SyncStrings.EndpointUnknown,
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its owner has just begun, or is about to end.
            return SyncStrings.EndpointUnknown;
        }
    }

    static StockSyncException Busy(string endpoint, string owner) => new(
        ErrorIds.EndpointBusy, ErrorKind.Busy, SyncStrings.FormatEndpointBusy(endpoint, owner), SyncStrings.EndpointBusyAdvice, endpoint);
}

/// <summary>An endpoint that is taken; or, with a <see cref="Problem"/>, one that could not be.</summary>
sealed class EndpointHold : IDisposable
{
    readonly FileStream? _file;
    readonly string? _owner;

    EndpointHold(FileStream? file, string? owner, string? problem) => (_file, _owner, Problem) = (file, owner, problem);

    /// <summary>Why nothing is locked; null where it is.</summary>
    public string? Problem { get; }

    /// <summary>With the locked file, and who holds it written beside it.</summary>
    public static EndpointHold Of(FileStream file, string owner, string? runId)
    {
        try
        {
            using var stream = new FileStream(owner, OwnerOnly.Options(FileMode.Create, FileAccess.Write, FileShare.Read));
            stream.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}\n{runId}\n")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On a full disk, for example. The lock holds all the same; others are only not told by whom.
        }
        return new EndpointHold(file, owner, null);
    }

    public static EndpointHold Without(string problem) => new(null, null, problem);

    public void Dispose()
    {
        if (_file is null)
            return;
        try
        {
            File.Delete(_owner!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody is reading it. The next owner writes it anew.
        }
        // The file stays: another process may have it open already, and a lock on a file without a name keeps nobody out.
        _file.Dispose();
    }
}
