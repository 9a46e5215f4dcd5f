using System.Globalization;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>The words of messages, in the language of their reader, who need not be the one of the session.</summary>
sealed class AlertWords(CultureInfo culture)
{
    public CultureInfo Culture { get; } = culture;

    public static AlertWords Of(AlertSettings settings) =>
        new(settings.AlertLanguage is { } name ? CultureInfo.GetCultureInfo(name) : CultureInfo.CurrentUICulture);

    public string Get(string name, params object?[] values) =>
        string.Format(Culture, AlertStrings.ResourceManager.GetString(name, Culture) ?? name, values);

    public string Count(long number) => number.ToString("N0", Culture);
}

/// <summary>Instants as the exchanges' clocks show them, whatever the host's zone.</summary>
static class BeijingText
{
    public static string Of(DateTime utc) => Beijing.Text(utc) + " (UTC+8)";

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
