using System.Globalization;

namespace StockSync.Engine.Operations.Reports;

/// <summary>The report's words in its reader's language, and how it writes numbers and instants: the same in every language.</summary>
sealed class ReportText
{
    ReportText(CultureInfo culture) => Culture = culture;

    public CultureInfo Culture { get; }

    /// <summary>What the page says of its language.</summary>
    public string Tag => Culture.TwoLetterISOLanguageName == "zh" ? "zh-CN" : "en";

    /// <summary>A text without values.</summary>
    public string this[string name] => ReportStrings.ResourceManager.GetString(name, Culture) ?? name;

    /// <summary>The words of <c>en-US</c> or <c>zh-CN</c>; null means the language of the session.</summary>
    public static ReportText For(string? language) => language?.ToUpperInvariant() switch
    {
        null => new(CultureInfo.CurrentUICulture),
        "EN-US" => new(CultureInfo.GetCultureInfo("en-US")),
        "ZH-CN" => new(CultureInfo.GetCultureInfo("zh-CN")),
        _ => throw new StockSyncException(
            ErrorIds.SettingInvalid,
            ErrorKind.InvalidArgument,
            string.Format(CultureInfo.CurrentCulture, new ReportText(CultureInfo.CurrentUICulture)["LanguageInvalid"], language),
            target: language),
    };

    public string Format(string name, params ReadOnlySpan<object?> values) =>
        string.Format(CultureInfo.InvariantCulture, this[name], values);

    /// <summary>The word for a value of an enumeration: <c>SyncRunStatus.Failed</c> is the text <c>SyncRunStatusFailed</c>.</summary>
    public string Word<T>(T value)
        where T : struct, Enum => this[typeof(T).Name + value];

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Rounded down: only all of it is 100 %.</summary>
    public static string Share(double? value) => value is { } share
        ? (Math.Floor(Math.Round(share * 10_000, 6)) / 100).ToString("0.##", CultureInfo.InvariantCulture) + "%"
        : "–";

    /// <summary>The same for an axis, in whole percents.</summary>
    public static string Share0(double value) => Math.Round(value * 100).ToString(CultureInfo.InvariantCulture) + "%";

    public static string Day(DateOnly day) => day.Text();

    public static string Day(DateTime? day) => day is { } value ? Day(DateOnly.FromDateTime(value)) : "–";

    /// <summary>An instant (UTC) on the exchanges' wall clock.</summary>
    public static string Instant(DateTime? utc) => utc is { } instant
        ? Beijing.Text(instant)
        : "–";

    public string Duration(TimeSpan? span)
    {
        if (span is not { } exact)
            return "–";
        if (exact.TotalSeconds < 9.95)
            return Format(
                "Seconds", exact.TotalSeconds.ToString(exact.TotalSeconds < 0.095 ? "0.###" : "0.#", CultureInfo.InvariantCulture));
        var s = TimeSpan.FromSeconds(Math.Round(exact.TotalSeconds));
        return s switch
        {
            { TotalMinutes: < 1 } => Format("Seconds", s.Seconds),
            { TotalHours: < 1, Seconds: 0 } => Format("Minutes", s.Minutes),
            { TotalHours: < 1 } => Format("MinutesSeconds", s.Minutes, s.Seconds),
            { TotalDays: < 1, Minutes: 0 } => Format("Hours", s.Hours),
            { TotalDays: < 1 } => Format("HoursMinutes", s.Hours, s.Minutes),
            _ => Format("DaysHours", s.Days, s.Hours),
        };
    }

    public static string Bytes(long? value)
    {
        if (value is not { } bytes)
            return "–";
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        double size = bytes;
        int unit = 0;
        for (; Math.Abs(size) >= 1000 && unit < units.Length - 1; unit++)
            size /= 1024;
        return size.ToString(Math.Abs(size) >= 100 || unit == 0 ? "0" : "0.##", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
