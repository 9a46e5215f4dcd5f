using System.Globalization;

namespace StockSync.Tests.Schedules;

/// <summary>When cron would start the jobs of a table: minutes and hours only, as a daemon on the wall clock of its zone does.</summary>
static class CronTable
{
    public static IEnumerable<string> Jobs(string text) => text.Split('\n').Where(l => l.Length > 0 && l[0] != '#');

    /// <summary>The instants of one line in a span of time, UTC.</summary>
    public static IEnumerable<DateTimeOffset> Fires(string line, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var fields = line.Split(' ', 6);
        var minutes = Field(fields[0], 60);
        var hours = Field(fields[1], 24);
        if (fields[2..5] is not ["*", "*", "*"])
            throw new InvalidOperationException($"Days and months are not used: {line}");
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            if (minutes.Contains(local.Minute) && hours.Contains(local.Hour))
                yield return at;
        }
    }

    static HashSet<int> Field(string text, int size) => text switch
    {
        "*" => [.. Enumerable.Range(0, size)],
        _ when text.StartsWith("*/", StringComparison.Ordinal) => [.. Enumerable.Range(0, size).Where(n => n % Number(text[2..]) == 0)],
        _ => [.. text.Split(',').Select(Number)],
    };

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
