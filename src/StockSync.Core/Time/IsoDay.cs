using System.Globalization;

namespace StockSync;

/// <summary>Days as data: the same text in every culture, whatever its calendar, and in order of the days as text too.</summary>
public static class IsoDay
{
    /// <summary>The day as <c>yyyy-MM-dd</c>.</summary>
    public static string Text(this DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
