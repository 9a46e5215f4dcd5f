using System.Text.RegularExpressions;

namespace StockSync.Engine.Operations.Schedules.Cron;

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
