namespace StockSync.Engine.Operations.Schedules.Systemd;

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
