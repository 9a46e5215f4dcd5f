using System.Globalization;

namespace StockSync;

/// <summary>
/// The wall clock of the exchanges. China has had no summer time since 1991, so a fixed offset of eight hours is right for any present
/// instant, and nothing depends on the host's zone or on zone data that a small container may lack.
/// </summary>
public static class Beijing
{
    /// <summary>Eight hours ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>The wall clock at an instant (UTC).</summary>
    public static DateTime Clock(DateTime utc) => DateTime.SpecifyKind(utc + Offset, DateTimeKind.Unspecified);

    /// <summary>The calendar day at an instant (UTC).</summary>
    public static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(utc + Offset);

    /// <summary>The calendar day now.</summary>
    public static DateOnly Today(TimeProvider time) => Day(time.GetUtcNow().UtcDateTime);

    /// <summary>The instant (UTC) of a time of day; the first instant that exists where it would lie before that.</summary>
    public static DateTime Instant(DateOnly day, TimeOnly time = default)
    {
        var clock = day.ToDateTime(time);
        return DateTime.SpecifyKind(clock.Ticks < Offset.Ticks ? DateTime.MinValue : clock - Offset, DateTimeKind.Utc);
    }

    /// <summary>The wall clock at an instant (UTC) as <c>yyyy-MM-dd HH:mm</c>.</summary>
    public static string Text(DateTime utc) => Clock(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
