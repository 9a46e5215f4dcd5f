using System.Globalization;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Configuration;

/// <summary>The kinds of values that settings have: how they are read, written and described.</summary>
static class SettingForms
{
    public static Setting Integer(string name, int min, int max, Func<SyncSettings, int> read, Func<SyncSettings, int, SyncSettings> apply) =>
        Long(name, min, max, s => read(s), (s, value) => apply(s, (int)value));

    public static Setting Long(string name, long min, long max, Func<SyncSettings, long> read, Func<SyncSettings, long, SyncSettings> apply) => new(
        name,
        () => ConfigurationStrings.FormatAcceptsInteger(min, max),
        s => read(s).ToString(CultureInfo.InvariantCulture),
        (s, text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max
            ? apply(s, value)
            : null);

    public static Setting Number(
        string name, double min, double max, Func<SyncSettings, double> read, Func<SyncSettings, double, SyncSettings> apply) => new(
        name,
        () => ConfigurationStrings.FormatAcceptsNumber(min, max),
        s => read(s).ToString(CultureInfo.InvariantCulture),
        (s, text) => TryParseNumber(text, min, max, out double value) ? apply(s, value) : null);

    public static Setting Seconds(
        string name, double min, double max, Func<SyncSettings, TimeSpan> read, Func<SyncSettings, TimeSpan, SyncSettings> apply) => new(
        name,
        () => ConfigurationStrings.FormatAcceptsSeconds(min, max),
        s => read(s).TotalSeconds.ToString(CultureInfo.InvariantCulture),
        (s, text) => TryParseNumber(text, min, max, out double value) ? apply(s, TimeSpan.FromSeconds(value)) : null);

    /// <summary>One of an enumeration's words, in any case; never its numbers.</summary>
    public static Setting Word<T>(string name, Func<SyncSettings, T> read, Func<SyncSettings, T, SyncSettings> apply)
        where T : struct, Enum => new(
        name,
        () => ConfigurationStrings.FormatAcceptsWord(string.Join(", ", Enum.GetNames<T>())),
        s => read(s).ToString(),
        (s, text) => Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase) ? apply(s, Enum.Parse<T>(text, ignoreCase: true)) : null);

    /// <summary>A text that a rule accepts.</summary>
    public static Setting Text(
        string name,
        string accepts,
        Func<string, bool> isUsable,
        Func<SyncSettings, string?> read,
        Func<SyncSettings, string, SyncSettings> apply,
        bool isSecret = false) => new(
        name,
        () => ConfigurationStrings.ResourceManager.Text(accepts),
        read,
        (s, text) => text.Length <= 2_048 && !text.Any(char.IsControl) && isUsable(text) ? apply(s, text) : null,
        isSecret);

    public static bool TryParseTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out time);

    // Not-a-number fails both comparisons, so it is refused too.
    static bool TryParseNumber(string text, double min, double max, out double value) =>
        double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
        && value >= min && value <= max;
}
