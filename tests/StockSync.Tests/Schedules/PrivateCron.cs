using System.Diagnostics;
using System.Globalization;
using StockSync.Tests.Architecture;
using StockSync.Tests.Fakes;

namespace StockSync.Tests.Schedules;

/// <summary>
/// Debian's cron with tables of its own: the machine's are hidden from it in a name space, and it ends with the test. Who enters the name
/// space has an empty home and next to no environment.
/// </summary>
sealed class PrivateCron : IAsyncDisposable
{
    const string Script = """
        for folder in /var/spool/cron /run /etc/cron.d; do mount -t tmpfs none $folder || exit; done
        mkdir /var/spool/cron/crontabs && chgrp crontab /var/spool/cron/crontabs && chmod 1730 /var/spool/cron/crontabs || exit
        if [ -e /etc/crontab ]; then mount --bind /dev/null /etc/crontab || exit; fi
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin cron -f >/dev/null &
        echo ready
        cat >/dev/null
        kill $!
        """;

    static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    readonly Process _holder;

    PrivateCron(Process holder) => _holder = holder;

    /// <summary>Why this machine cannot have one; null where it can, or where only programs are missing.</summary>
    public static string? Obstacle => s_obstacle.Value;

    public static string HostProgram => Path.Join(Repository.Root, "out", "host", "StockSync.Host.dll");

    public string Home { get; } = Directory.CreateTempSubdirectory("stocksync-home-").FullName;

    public static async Task<PrivateCron> StartAsync()
    {
        var start = new ProcessStartInfo("unshare", ["-m", "--propagation", "private", "sh", "-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var cron = new PrivateCron(Process.Start(start)!);
        if (await cron._holder.StandardOutput.ReadLineAsync() == "ready")
            return cron;
        await cron.DisposeAsync();
        throw new InvalidOperationException("cron could not be started.");
    }

    /// <summary>What a pipeline of the module writes, line by line; run by StockSync.Host as a user with this home.</summary>
    public async Task<string[]> PowerShellAsync(string text)
    {
        string module = Path.Join(Repository.Root, "out", "StockSync", "StockSync.psd1");
        string command = $"Import-Module '{module}' -ErrorAction Stop; {text}";
        string output = await RunAsync(
            Environment.ProcessPath!, "exec", HostProgram, "-NoProfile", "-NonInteractive", "-Command", command);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The table; null where there is none.</summary>
    public async Task<string?> TableAsync()
    {
        string output = await RunAsync("/bin/sh", "-c", "crontab -l 2>&1 || echo none");
        return output.EndsWith("none\n", StringComparison.Ordinal) ? null : output;
    }

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        Directory.Delete(Home, recursive: true);
    }

    Task<string> RunAsync(string program, params string[] arguments)
    {
        string[] entry = ["-t", _holder.Id.ToString(CultureInfo.InvariantCulture), "-m", program];
        var start = new ProcessStartInfo("nsenter", [.. entry, .. arguments]);
        string? invariant = start.Environment.TryGetValue("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", out var value) ? value : null;
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        start.Environment["PATH"] = "/usr/bin:/bin";
        if (invariant is not null)
            start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = invariant;
        return Programs.RunAsync(start);
    }

    static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "Debian's cron is Linux's";
        if (!Environment.IsPrivilegedProcess)
            return null;
        var start = new ProcessStartInfo("unshare", ["-m", "--propagation", "private", "mount", "-t", "tmpfs", "none", "/run"])
        {
            RedirectStandardError = true,
        };
        using var probe = Process.Start(start)!;
        string words = probe.StandardError.ReadToEnd();
        probe.WaitForExit();
        return probe.ExitCode == 0 ? null : $"this machine lets nobody mount a file system of its own: {words.Trim()}";
    }
}
