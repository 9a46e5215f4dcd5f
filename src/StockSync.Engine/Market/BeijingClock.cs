namespace StockSync.Engine.Market;

/// <summary>
/// "Today" and "now" of the exchanges. China has had no summer time since 1991, so a fixed offset of eight hours is right for any
/// present instant, and nothing depends on the host's zone or on zone data that a small container may lack.
/// </summary>
sealed class BeijingClock(TimeProvider time)
{
    static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    public TimeProvider Time { get; } = time;

    /// <summary>The instant, UTC.</summary>
    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>The calendar day in Beijing.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now);

    /// <summary>The wall clock in Beijing.</summary>
    public DateTime Now => Time.GetUtcNow().ToOffset(s_offset).DateTime;

    /// <summary>The calendar day in Beijing at an instant (UTC).</summary>
    public static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(utc + s_offset);

    /// <summary>The instant (UTC) at which a day begins in Beijing.</summary>
    public static DateTime StartOf(DateOnly day) => day == DateOnly.MinValue
        ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)
        : DateTime.SpecifyKind(day.ToDateTime(TimeOnly.MinValue) - s_offset, DateTimeKind.Utc);

    /// <summary>True when the bars of that day should be out.</summary>
    public bool IsDue(DateOnly day, TimeOnly publishTime) => day.ToDateTime(publishTime) <= Now;
}
