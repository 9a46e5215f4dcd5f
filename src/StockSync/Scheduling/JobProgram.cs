using System.Reflection;
using StockSync.Resources;

namespace StockSync.Scheduling;

/// <summary>How this PowerShell is started again, by a scheduler that knows no path and no profile.</summary>
static class JobProgram
{
    static readonly string[] s_switches = ["-NoLogo", "-NoProfile", "-NonInteractive"];
    static readonly string[] s_hosts = ["pwsh.dll", "StockSync.Host.dll"];

    /// <summary>The program and its arguments.</summary>
    /// <exception cref="StockSyncException">The session is in some other program, and no <c>pwsh</c> is on the path.</exception>
    public static (string Program, IReadOnlyList<string> Arguments) Find() =>
        Find(Environment.ProcessPath ?? "", Assembly.GetEntryAssembly()?.Location ?? "", Environment.GetEnvironmentVariable("PATH") ?? "");

    static (string Program, IReadOnlyList<string> Arguments) Find(string process, string entry, string path)
    {
        string name = Path.GetFileNameWithoutExtension(process);
        if (name is "pwsh" or "StockSync.Host")
            return (process, s_switches);
        if (name == "dotnet" && s_hosts.Contains(Path.GetFileName(entry)))
            return (process, [entry, .. s_switches]);

        // An editor or another program that has the engine inside.
        string file = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var folders = path.Split(Path.PathSeparator).Where(Path.IsPathFullyQualified);
        string? found = folders.Select(folder => Path.Join(folder, file)).FirstOrDefault(File.Exists);
        return found is not null
            ? (found, s_switches)
            : throw new StockSyncException(
                ErrorIds.ScheduleInvalid,
                ErrorKind.InvalidArgument,
                Strings.Format("ScheduleProgram", process),
                Strings.Get("ScheduleProgramAdvice"),
                process);
    }
}
