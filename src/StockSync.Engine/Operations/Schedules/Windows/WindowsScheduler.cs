using System.Text;

namespace StockSync.Engine.Operations.Schedules.Windows;

/// <summary>Windows Task Scheduler, through <c>schtasks</c>.</summary>
/// <param name="programs">Runs it.</param>
/// <param name="account">Who runs the tasks: <c>DOMAIN\user</c>.</param>
sealed class WindowsScheduler(IPrograms programs, string account) : IScheduler
{
    const string Program = "schtasks";
    const string Folder = @"\StockSync\";

    public SchedulerKind Kind => SchedulerKind.TaskScheduler;

    public string? FindObstacle() => programs.Find(Program) is null ? ScheduleStrings.FormatProgramMissing(Program) : null;

    public SyncSchedule Plan(ScheduleSpec spec) => TaskXml.Read(spec.Name, TaskXml.Write(spec, account))!;

    public SyncSchedule Register(ScheduleSpec spec)
    {
        var planned = Plan(spec);
        if (Query(spec.Name) is { IsActive: true } old && TaskXml.IsSame(old.Text, planned.Text))
            return planned;

        // It reads a task from a file only.
        string file = Path.Join(Path.GetTempPath(), $"stocksync-{Guid.NewGuid():N}.xml");
        try
        {
            AtomicFile.Write(file, [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(planned.Text)]);
            Must(programs.Run(Program, ["/create", "/tn", planned.Location, "/xml", file, "/f"]));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ScheduleErrors.Failed(
                file, ScheduleStrings.FormatUnitFile(file, e.Message), ScheduleStrings.AdviceUnitFile, e);
        }
        finally
        {
            File.Delete(file);
        }
        return planned with { IsChanged = true };
    }

    public SyncSchedule? Unregister(string name)
    {
        if (Query(name) is not { } found)
            return null;
        Must(programs.Run(Program, ["/delete", "/tn", found.Location, "/f"]));
        return found with { IsChanged = true };
    }

    public IReadOnlyList<SyncSchedule> Get()
    {
        var result = programs.Run(Program, ["/query", "/fo", "csv", "/nh"]);
        Must(result);
        return [.. Text(result).Split('\n')
            .Select(l => l.TrimStart('"').Split('"')[0])
            .Where(path => path.StartsWith(Folder, StringComparison.OrdinalIgnoreCase))
            .Select(path => path[Folder.Length..])
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(Query)
            .OfType<SyncSchedule>()];
    }

    // Only the XML itself is not in the language of the system.
    SyncSchedule? Query(string name)
    {
        var result = programs.Run(Program, ["/query", "/tn", TaskXml.Location(name), "/xml"]);
        return result.ExitCode == 0 ? TaskXml.Read(name.ToLowerInvariant(), Text(result).TrimStart('\uFEFF').Trim()) : null;
    }

    // Its own output is in the console's code page, whatever the declaration says; all that is read of it is ASCII.
    static string Text(ProgramResult result) => result.Output is [0xFF, 0xFE, ..]
        ? Encoding.Unicode.GetString(result.Output)
        : Encoding.UTF8.GetString(result.Output);

    static void Must(ProgramResult result)
    {
        if (result.ExitCode != 0)
        {
            throw ScheduleErrors.Failed(
                Program,
                ScheduleStrings.FormatProgramRefused(Program, result.ExitCode, result.Errors),
                ScheduleStrings.FormatAdviceProgram(Program));
        }
    }
}

/// <summary>A word of a Windows command line: a program takes it apart by the rules of the C runtime.</summary>
static class WindowsArgument
{
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or ':' or '\\'))
            return text;

        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in text)
        {
            // Backslashes are themselves, except before a quote.
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }
        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
