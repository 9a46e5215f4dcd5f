using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using StockSync.Resources;

namespace StockSync.Scheduling;

/// <summary>How a scheduler, which knows no path and no profile, starts PowerShell.</summary>
static class JobProgram
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>Says where its PowerShell stands if the module can run in it.</summary>
    static readonly string[] s_question =
        ["-NoLogo", "-NoProfile", "-NonInteractive", "-Command", "if ($PSVersionTable.PSVersion -ge '7.6') { $PSHOME }"];

    /// <summary>PowerShell's own arguments, up to the command.</summary>
    public static IReadOnlyList<string> Switches { get; } = ["-NoLogo", "-NoProfile", "-NonInteractive"];

    /// <param name="environment">The variables that the job is given.</param>
    /// <exception cref="StockSyncException">No program that lasts starts a PowerShell of this machine.</exception>
    public static PowerShellProgram Find(IReadOnlyDictionary<string, string> environment)
    {
        string process = Environment.ProcessPath ?? "";
        string file = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // The runtime stands in shared/Microsoft.NETCore.App/<version>.
        string dotnet = Path.GetFullPath(Path.Join(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", file));
        return PowerShellProgram.Choose(
                process,
                Assembly.GetEntryAssembly()?.Location ?? "",
                dotnet,
                Environment.GetEnvironmentVariable("PATH") ?? "",
                program => FindHome(program, environment))
            ?? throw new StockSyncException(
                ErrorIds.ScheduleInvalid,
                ErrorKind.InvalidArgument,
                Strings.FormatScheduleProgram(process),
                Strings.ScheduleProgramAdvice,
                process);
    }

    // Asked as a scheduler would start it: a command that finds its .NET only in this session's environment is of no use to a job.
    static string? FindHome(string program, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, s_question)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (!OperatingSystem.IsWindows())
        {
            string? home = Environment.GetEnvironmentVariable("HOME");
            start.Environment.Clear();
            start.Environment["HOME"] = home;
            start.Environment["PATH"] = "/usr/bin:/bin";
        }
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        try
        {
            using var asked = Process.Start(start)!;
            asked.StandardInput.Close();
            var errors = asked.StandardError.ReadToEndAsync();
            var answer = asked.StandardOutput.ReadToEndAsync();
            // A program that it left behind may hold its output open for longer than it lives itself.
            if (!asked.WaitForExit(s_patience) || !Task.WaitAll([answer, errors], s_patience))
            {
                asked.Kill(entireProcessTree: true);
                return null;
            }
            string text = answer.Result.Trim();
            return asked.ExitCode == 0 && Path.IsPathFullyQualified(text) ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // A file of this name that is no program.
            return null;
        }
    }
}
