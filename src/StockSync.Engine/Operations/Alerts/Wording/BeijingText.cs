using System.Globalization;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>Instants as the exchanges' clocks show them, whatever the host's zone.</summary>
static class BeijingText
{
    public static string Of(DateTime utc) => Beijing.Text(utc) + " (UTC+8)";

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
