using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace StockSync.Engine.Operations.Schedules.Windows;

/// <summary>A task as Task Scheduler's XML. Everything whose default could differ is said.</summary>
static partial class TaskXml
{
    static readonly XNamespace s_task = "http://schemas.microsoft.com/windows/2004/02/mit/task";

    public static string Location(string name) => $@"\StockSync\{name}";

    /// <param name="spec">The schedule.</param>
    /// <param name="account">Who runs it.</param>
    public static string Write(ScheduleSpec spec, string account)
    {
        // Programs are expanded there and nothing escapes it; the names are refused rather than changed by whatever is set.
        string arguments = Arguments(spec);
        if (Expanded().Match(spec.Program + ' ' + arguments) is { Success: true } expanded)
            throw ScheduleErrors.Invalid(spec.Name, "TaskExpanded", "AdviceCommand", expanded.Value);

        var task = new XElement(
            s_task + "Task",
            new XAttribute("version", "1.2"),
            Element("RegistrationInfo", Element("Description", $"StockSync: tries at {BeijingTimes.Format(spec.Times)} Beijing time")),
            new XElement(s_task + "Triggers", spec.Times.Select(Trigger)),
            Element("Principals", new XElement(
                s_task + "Principal",
                new XAttribute("id", "Author"),
                Element("UserId", account),
                // No password is stored; the job runs while the user is logged on.
                Element("LogonType", "InteractiveToken"),
                Element("RunLevel", "LeastPrivilege"))),
            Settings(),
            new XElement(
                s_task + "Actions",
                new XAttribute("Context", "Author"),
                Element("Exec", Element("Command", spec.Program), Element("Arguments", arguments))));
        byte[] bytes = Encoding.UTF8.GetBytes(task.ToString(SaveOptions.DisableFormatting));
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];

        // What comes back from the system is in the console's code page; the digest is readable in all of them.
        task.Element(s_task + "RegistrationInfo")!.Add(Element("Source", $"StockSync {digest}"));
        return Format(task);
    }

    /// <summary>What a task's text says of itself; null where it is none of ours.</summary>
    public static SyncSchedule? Read(string name, string text)
    {
        XElement task;
        try
        {
            task = XElement.Parse(text);
        }
        catch (XmlException)
        {
            return null;
        }
        if (Digest(task) is null)
            return null;
        var exec = task.Descendants(s_task + "Exec").FirstOrDefault();
        var starts = task.Descendants(s_task + "StartBoundary").Select(b => Start().Match(b.Value)).Where(m => m.Success);
        return new SyncSchedule
        {
            Name = name,
            Scheduler = SchedulerKind.TaskScheduler,
            Times = string.Join(", ", starts.Select(m => m.Groups[1].Value)),
            Location = Location(name),
            Text = text,
            Command = exec is null ? null : $"{exec.Element(s_task + "Command")?.Value} {exec.Element(s_task + "Arguments")?.Value}",
            IsActive = task.Element(s_task + "Settings")?.Element(s_task + "Enabled")?.Value != "false",
        };
    }

    /// <summary>True where the two are one task, however the system has written it down.</summary>
    public static bool IsSame(string one, string other) => Digest(XElement.Parse(one)) == Digest(XElement.Parse(other));

    static string? Digest(XElement task) => task.Descendants(s_task + "Source").FirstOrDefault()?.Value is { } source
        && source.StartsWith("StockSync ", StringComparison.Ordinal) ? source : null;

    // Every day, not Monday to Friday: only the trading calendar knows which days count. With its offset the hour is Beijing's, whatever
    // the machine's zone; the day is long past so that the text is the same whenever it is made.
    static XElement Trigger(TimeOnly time) => Element(
        "CalendarTrigger",
        Element("Enabled", "true"),
        Element("StartBoundary", string.Create(CultureInfo.InvariantCulture, $"2026-01-05T{time:HH:mm}:00+08:00")),
        Element("ScheduleByDay", Element("DaysInterval", "1")));

    static XElement Settings() => Element(
        "Settings",
        Element("MultipleInstancesPolicy", "IgnoreNew"),
        Element("DisallowStartIfOnBatteries", "false"),
        Element("StopIfGoingOnBatteries", "false"),
        Element("AllowHardTerminate", "true"),
        // One attempt after the machine was off.
        Element("StartWhenAvailable", "true"),
        Element("RunOnlyIfNetworkAvailable", "true"),
        Element("IdleSettings", Element("StopOnIdleEnd", "false"), Element("RestartOnIdle", "false")),
        Element("AllowStartOnDemand", "true"),
        Element("Enabled", "true"),
        Element("Hidden", "false"),
        Element("RunOnlyIfIdle", "false"),
        Element("WakeToRun", "false"),
        // An attempt that hangs would keep all later ones away.
        Element("ExecutionTimeLimit", "PT6H"),
        Element("Priority", "7"));

    // A task has no environment of its own. LANG means nothing there.
    static string Arguments(ScheduleSpec spec)
    {
        string variables = string.Concat(spec.Environment.Where(v => v.Key != "LANG").OrderBy(v => v.Key, StringComparer.Ordinal)
            .Select(v => $"$env:{v.Key} = '{v.Value.Replace("'", "''", StringComparison.Ordinal)}'; "));
        return string.Join(' ', spec.Arguments.Append("-Command").Append(variables + spec.Command).Select(WindowsArgument.Quote));
    }

    static XElement Element(string name, params object[] content) => new(s_task + name, content);

    static string Format(XElement task)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true };
        using (var writer = XmlWriter.Create(text, settings))
            task.Save(writer);
        return $"<?xml version=\"1.0\" encoding=\"UTF-16\"?>\n{text}\n";
    }

    [GeneratedRegex(@"%[^%\s]+%|\$\(Arg\d+\)", RegexOptions.CultureInvariant)]
    private static partial Regex Expanded();

    [GeneratedRegex(@"T(\d\d:\d\d):00\+08:00$", RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}
