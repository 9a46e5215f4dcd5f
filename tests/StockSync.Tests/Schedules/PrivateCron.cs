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

    // What .NET needs to start here.
    static readonly string[] s_kept = ["DOTNET_ROOT", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"];

    static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    readonly Process _holder;

    PrivateCron(Process holder) => _holder = holder;

    /// <summary>Why this machine cannot have one; null where it can, or where only programs are missing.</summary>
    public static string? Obstacle => s_obstacle.Value;

    /// <summary>The program of a PowerShell: <c>build.ps1</c> names its own; else the one on the PATH. Null where there is none.</summary>
    public static string? PowerShell { get; } =
        Environment.GetEnvironmentVariable("STOCKSYNC_TEST_PWSH") is { Length: > 0 } named ? named : PostgresPrograms.Find("pwsh");

    public static string Module { get; } = Path.Join(Repository.Root, "out", "StockSync", "StockSync.psd1");

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

    /// <summary>What a pipeline of the module writes, line by line; run by a PowerShell whose user has this home.</summary>
    public async Task<string[]> PowerShellAsync(string text)
    {
        string command = $"Import-Module '{Module}' -ErrorAction Stop; {text}";
        string output = await RunAsync(PowerShell!, "-NoProfile", "-NonInteractive", "-Command", command);
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
        var kept = s_kept.Where(start.Environment.ContainsKey).Select(name => (Name: name, Value: start.Environment[name])).ToArray();
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var (name, value) in kept)
            start.Environment[name] = value;
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
