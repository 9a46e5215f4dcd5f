using System.ComponentModel;
using System.Diagnostics;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>The programs of the machine that change its schedules.</summary>
interface IPrograms
{
    /// <summary>The full path of a program; null where it is not installed.</summary>
    string? Find(string name);

    /// <summary>Runs it to its end. What it writes is kept as bytes: tables of jobs are in no encoding in particular.</summary>
    /// <exception cref="StockSyncException">It cannot be started, or does not end.</exception>
    ProgramResult Run(string name, IReadOnlyList<string> arguments, byte[]? input = null);
}

/// <summary>How a program ended and what it wrote.</summary>
sealed record ProgramResult(int ExitCode, byte[] Output, string Errors);

/// <summary>The programs found on the path.</summary>
sealed class Programs(Func<string, string?> environment) : IPrograms
{
    // They answer in milliseconds; one that waits for an answer on a terminal would wait for ever.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // A user's path often lacks the administrators' folders.
    static readonly string[] s_more = OperatingSystem.IsWindows()
        ? [Environment.SystemDirectory]
        : ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    public string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (environment("PATH") ?? "").Split(Path.PathSeparator).Concat(s_more)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Join(folder, file))
            .FirstOrDefault(File.Exists);
    }

    public ProgramResult Run(string name, IReadOnlyList<string> arguments, byte[]? input = null)
    {
        string program = Find(name) ?? throw ScheduleErrors.Missing(name, ScheduleStrings.FormatProgramMissing(name));
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What they say is looked at.
        start.Environment["LC_ALL"] = "C";
        try
        {
            using var process = Process.Start(start)!;
            return Complete(process, name, input ?? []);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw ScheduleErrors.Failed(
                name, ScheduleStrings.FormatProgramFailed(name, e.Message), ScheduleStrings.FormatAdviceProgram(name), e);
        }
    }

    static ProgramResult Complete(Process process, string name, byte[] input)
    {
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code and its words say why.
        }
        if (!process.WaitForExit(s_patience) || !Task.WaitAll([reading, errors], s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw ScheduleErrors.Failed(
                name, ScheduleStrings.FormatProgramHung(name, s_patience.TotalSeconds), ScheduleStrings.FormatAdviceProgram(name));
        }
        return new ProgramResult(process.ExitCode, output.ToArray(), errors.Result.Trim());
    }
}
