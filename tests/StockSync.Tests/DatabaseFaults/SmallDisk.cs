using System.Diagnostics;
using System.Globalization;
using StockSync.Tests.Fakes;

namespace StockSync.Tests.DatabaseFaults;

/// <summary>
/// A file system in memory with room for little, which needs no rights of the machine's: it is mounted in a name space of its own and is
/// seen by whoever enters that, or through the files of the process that holds it. It is gone with the test process.
/// </summary>
sealed class SmallDisk : IAsyncDisposable
{
    static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    readonly Process _holder;
    readonly string _folder;

    SmallDisk(Process holder, string folder) => (_holder, _folder) = (holder, folder);

    /// <summary>Why this machine cannot have one; null where it can.</summary>
    public static string? Obstacle => s_obstacle.Value;

    /// <summary>The folder for those within.</summary>
    public string Inside => _folder;

    /// <summary>The same folder for everybody else of the same account.</summary>
    public string Outside => $"/proc/{Pid}/root{_folder}";

    /// <summary>A program put before a command line runs that within.</summary>
    public IReadOnlyList<string> Entry => ["nsenter", "-t", Pid, "-U", "-m", "--preserve-credentials"];

    string Pid => _holder.Id.ToString(CultureInfo.InvariantCulture);

    /// <param name="freeKilobytes">What can be written before it is full.</param>
    /// <param name="forServer">True where the account of the tests' servers is to use it.</param>
    public static async Task<SmallDisk> StartAsync(int freeKilobytes, bool forServer = false)
    {
        var folder = forServer
            ? await ServerAccount.CreateFolderAsync("stocksync-disk-")
            : Directory.CreateTempSubdirectory("stocksync-disk-").FullName;
        string script = $"""
            mount -t tmpfs -o size=16m,mode=700 none "$1" && mkdir "$1/data" &&
            head -c $((16 * 1024 * 1024 - {freeKilobytes} * 1024)) /dev/zero >"$1/ballast" && echo ready &&
            read -r word && rm "$1/ballast" && echo freed && cat >/dev/null
            """;
        string[] words = ["-rm", "sh", "-c", script, "disk", folder];
        var start = forServer ? ServerAccount.Command("unshare", words) : new ProcessStartInfo("unshare", words);
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        var disk = new SmallDisk(Process.Start(start)!, folder);
        if (await disk._holder.StandardOutput.ReadLineAsync() == "ready")
            return disk;
        await disk.DisposeAsync();
        throw new InvalidOperationException("The small disk could not be mounted.");
    }

    /// <summary>Makes room.</summary>
    public async Task FreeAsync()
    {
        await _holder.StandardInput.WriteLineAsync("free");
        if (await _holder.StandardOutput.ReadLineAsync() != "freed")
            throw new InvalidOperationException("The small disk could not be freed.");
    }

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        Directory.Delete(_folder);
    }

    static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "file systems in memory are Linux's";
        var start = ServerAccount.Command("unshare", "-rm", "mount", "-t", "tmpfs", "none", "/tmp");
        start.RedirectStandardError = true;
        using var probe = Process.Start(start)!;
        string words = probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : $"this machine lets nobody mount a file system of its own: {words.Trim()}";
    }
}
