using System.Globalization;
using System.Text;
using StockSync.Engine.Resources;

namespace StockSync.Engine.Configuration;

/// <summary>One setting: its names, its parser and what the parser accepts.</summary>
sealed class Setting
{
    readonly Func<string> _accepts;
    readonly Func<SyncSettings, string, SyncSettings?> _apply;
    readonly Func<SyncSettings, string?> _read;

    public Setting(
        string name, Func<string> accepts, Func<SyncSettings, string?> read, Func<SyncSettings, string, SyncSettings?> apply, bool isSecret = false)
    {
        Name = name;
        Variable = "STOCKSYNC_" + ToSnakeCase(name);
        IsSecret = isSecret;
        _accepts = accepts;
        _read = read;
        _apply = apply;
    }

    public string Name { get; }

    /// <summary>The environment variable that sets it.</summary>
    public string Variable { get; }

    /// <summary>True where the value is, or may hold, a secret: it may be a reference and is never shown as it is.</summary>
    public bool IsSecret { get; }

    /// <summary>What it does, with its unit, in the user's language.</summary>
    public string Description => ConfigurationStrings.ResourceManager.Text(Name);

    /// <summary>The accepted values, in the user's language.</summary>
    public string Accepts => _accepts();

    /// <summary>The value as it would be written to the configuration file; null means not set.</summary>
    public string? Read(SyncSettings settings) => _read(settings);

    /// <summary>The settings with this value; null where the value cannot be used.</summary>
    public SyncSettings? Apply(SyncSettings settings, string value) => _apply(settings, value);

    static string ToSnakeCase(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (char c in name)
        {
            if (char.IsUpper(c) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(c));
        }
        return text.ToString();
    }
}

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
