using System.Globalization;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>Instants as the exchanges' clocks show them, whatever the host's zone.</summary>
static class BeijingText
{
    static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    public static string Of(DateTime utc) => (utc + s_offset).ToString("yyyy-MM-dd HH:mm '(UTC+8)'", CultureInfo.InvariantCulture);

    public static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
