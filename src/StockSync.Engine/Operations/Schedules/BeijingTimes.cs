using System.Globalization;

namespace StockSync.Engine.Operations.Schedules;

/// <summary>Times of a day in Beijing, as they stand in texts: <c>20:00, 22:00, 08:00</c>.</summary>
static class BeijingTimes
{
    public static string Format(IEnumerable<TimeOnly> times) => string.Join(", ", times.Select(Format));

    public static string Format(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same instant on a clock of another offset.</summary>
    public static TimeOnly At(this TimeOnly beijing, TimeSpan offset) => beijing.Add(offset - Beijing.Offset);
}
