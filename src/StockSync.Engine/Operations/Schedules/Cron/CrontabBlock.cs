using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Operations.Schedules.Cron;

/// <summary>Our lines of a crontab.</summary>
static partial class CrontabBlock
{
    // Debian's cron keeps 1,000 bytes of a command and says nothing of the rest.
    const int MostBytes = 990;

    public static string Begin(string name) => $"# BEGIN StockSync {name}";

    public static string End(string name) => $"# END StockSync {name}";

    public static string Write(ScheduleSpec spec, CronClock clock)
    {
        string command = Command(spec);
        if (Encoding.UTF8.GetByteCount(command) is > MostBytes and var bytes)
            throw ScheduleErrors.Invalid(spec.Name, "CronLength", "AdviceCronLength", bytes, MostBytes);

        // Every day, not Monday to Friday: only the trading calendar knows which days count, a conversion that crosses midnight would
        // have to move the weekdays too, and what a weekend's attempt makes up need not wait for Monday. An attempt with nothing to do ends in a
        // second.
        // No @reboot line: it would come before the network; the next attempt looks back and makes up what was missed.
        string times = BeijingTimes.Format(spec.Times);
        var text = new StringBuilder()
            .Append(Begin(spec.Name)).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"# Tries at {times} Beijing time, every day: the job knows the trading calendar.\n");
        if (clock.Offset is { } offset)
        {
            text.Append(CultureInfo.InvariantCulture, $"# Below in this machine's time: {clock.Zone}, {Format(offset)} all year.\n");
            foreach (var hours in spec.Times.Select(t => t.At(offset)).GroupBy(t => t.Minute, t => t.Hour).OrderBy(g => g.Key))
                text.Append(CultureInfo.InvariantCulture, $"{hours.Key} {string.Join(',', hours.Order())} * * * {command}\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"# This machine's time ({clock.Zone}) changes its offset or is not known: ")
                .Append("the job looks each quarter of an hour.\n")
                .Append(CultureInfo.InvariantCulture, $"*/15 * * * * {command}\n");
        }
        return text.Append(End(spec.Name)).Append('\n').ToString();
    }

    /// <summary>What a block says of itself.</summary>
    public static SyncSchedule Read(string name, string text)
    {
        string? job = text.Split('\n').FirstOrDefault(l => l.Length > 0 && l[0] != '#');
        var fields = job is null ? null : Job().Match(job);
        return new SyncSchedule
        {
            Name = name,
            Scheduler = SchedulerKind.Cron,
            Times = Times().Match(text) is { Success: true } times ? times.Groups[1].Value : "",
            Location = "crontab",
            Text = text,
            Command = fields is { Success: true } ? fields.Groups[1].Value.Replace(@"\%", "%", StringComparison.Ordinal) : null,
            IsActive = fields is { Success: true },
        };
    }

    // Set for this line alone: a line NAME=value would hold for other people's jobs below.
    static string Command(ScheduleSpec spec)
    {
        var words = new List<string>();
        if (spec.Environment.Count > 0)
        {
            words.Add("/usr/bin/env");
            words.AddRange(spec.Environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={ShellWord.Quote(v.Value)}"));
        }
        words.AddRange(spec.Arguments.Prepend(spec.Program).Append("-Command").Append(spec.Command).Select(ShellWord.Quote));
        return string.Join(' ', words);
    }

    static string Format(TimeSpan offset) =>
        $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString(@"hh\:mm", CultureInfo.InvariantCulture)}";

    [GeneratedRegex("^# Tries at ([0-9:, ]+) Beijing time", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Times();

    [GeneratedRegex(@"^\s*(?:\S+[ \t]+){5}(.+?)\r?$", RegexOptions.CultureInvariant)]
    private static partial Regex Job();
}

/// <summary>A word of a cron line: <c>/bin/sh</c> takes it apart again, after cron has had a look at the percent signs.</summary>
static partial class ShellWord
{
    public static string Quote(string text)
    {
        if (Plain().IsMatch(text))
            return text;

        // cron turns a bare % into a line break and \% into %. It reads \\ as an escape of its own kind that is over, so a backslash right
        // before a percent sign is kept apart from it by an empty pair of quotes.
        string quoted = "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";
        return quoted.Replace(@"\%", @"\''%", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal);
    }

    [GeneratedRegex("^[A-Za-z0-9_@+:,./-]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
