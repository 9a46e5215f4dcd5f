using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace StockSync.Engine.Operations.Schedules.Systemd;

/// <summary>The two unit files of a schedule.</summary>
static partial class SystemdUnits
{
    const string Prefix = "stocksync-";

    /// <summary>First line of all our files: one without it belongs to somebody else.</summary>
    const string Mark = "# Written by Register-SyncSchedule";

    public static string ServiceName(string name) => $"{Prefix}{name}.service";

    public static string TimerName(string name) => $"{Prefix}{name}.timer";

    public static string? NameOf(string timer) =>
        timer.StartsWith(Prefix, StringComparison.Ordinal) ? timer[Prefix.Length..^".timer".Length] : null;

    public static bool IsOurs(string text) => text.StartsWith(Mark, StringComparison.Ordinal);

    /// <param name="spec">The schedule.</param>
    /// <param name="account">Who runs it where units are the system's; null where they are the user's own.</param>
    public static string Service(ScheduleSpec spec, string? account)
    {
        var text = new StringBuilder();
        Head(text, spec.Name);
        text.Append("[Unit]\nDescription=StockSync: the daily market\nWants=network-online.target\nAfter=network-online.target\n\n")
            .Append("[Service]\nType=oneshot\n");

        // The variables HOME and LOGNAME are set only where a user is named.
        if (account is not null)
            text.Append(CultureInfo.InvariantCulture, $"User={account}\n");
        foreach (var (key, value) in spec.Environment.OrderBy(v => v.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"Environment={UnitQuoting.Quote($"{key}={value}")}\n");
        text.Append("ExecStart=").AppendJoin(' ', Words(spec)).Append('\n');

        // 75 (try later) and 143 (stopped) are no failures: the next attempt comes anyway. 2 (some stocks are missing) is one: the unit shows
        // as failed until an attempt completes the day.
        text.Append("SuccessExitStatus=75 143\n");

        // An attempt that hangs would keep all later ones away, for a service that runs is not started again. What was stored stays.
        return text.Append("TimeoutStartSec=6h\nTimeoutStopSec=30s\nUMask=0077\nNice=5\n").ToString();
    }

    public static string Timer(ScheduleSpec spec)
    {
        var text = new StringBuilder();
        Head(text, spec.Name);
        string times = BeijingTimes.Format(spec.Times);
        text.Append(CultureInfo.InvariantCulture, $"[Unit]\nDescription=StockSync: tries at {times} Beijing time\n\n[Timer]\n");

        // Every day, not Monday to Friday: only the trading calendar knows which days count, and what a weekend's attempt makes up need not
        // wait for Monday. An attempt with nothing to do ends in a second.
        foreach (var time in spec.Times)
            text.Append(CultureInfo.InvariantCulture, $"OnCalendar=*-*-* {BeijingTimes.Format(time)}:00 Asia/Shanghai\n");

        // Persistent: one attempt after the machine was off.
        return text.Append("Persistent=true\nAccuracySec=1min\n\n[Install]\nWantedBy=timers.target\n").ToString();
    }

    /// <summary>Beijing times of a timer's text.</summary>
    public static string Times(string timer) => string.Join(", ", Calendar().Matches(timer).Select(m => m.Groups[1].Value));

    /// <summary>What a service's text starts, as it stands there.</summary>
    public static string? Command(string service) => Start().Match(service) is { Success: true } start ? start.Groups[1].Value : null;

    // systemd takes no program whose path has quotes or backslashes in it; as another program's argument it may have them.
    static IEnumerable<string> Words(ScheduleSpec spec)
    {
        var program = spec.Program.AsSpan().ContainsAny("\"'\\")
            ? ["/usr/bin/env", UnitQuoting.QuoteArgument(spec.Program)]
            : new[] { UnitQuoting.Quote(spec.Program) };
        return program.Concat(spec.Arguments.Append("-Command").Append(spec.Command).Select(UnitQuoting.QuoteArgument));
    }

    static void Head(StringBuilder text, string name) =>
        text.Append(CultureInfo.InvariantCulture, $"{Mark} -Name {name}; Unregister-SyncSchedule takes it away.\n");

    [GeneratedRegex(@"^OnCalendar=\*-\*-\* (\d\d:\d\d):00 Asia/Shanghai$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Calendar();

    [GeneratedRegex("^ExecStart=(.+)$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Start();
}

/// <summary>A word of a unit file, always in quotes: a backslash escapes within them, a percent sign is doubled everywhere.</summary>
static class UnitQuoting
{
    /// <summary>A value of <c>Environment=</c>, or the program: variables are not put in there.</summary>
    public static string Quote(string text) => '"' + text
        .Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("%", "%%", StringComparison.Ordinal) + '"';

    /// <summary>An argument of <c>ExecStart=</c>, where a dollar sign is doubled.</summary>
    public static string QuoteArgument(string text) => Quote(text).Replace("$", "$$", StringComparison.Ordinal);
}
