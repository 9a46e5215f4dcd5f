namespace StockSync.Engine.Market;

/// <summary>"Today" and "now" of the exchanges, by a clock that tests can set.</summary>
sealed class BeijingClock(TimeProvider time)
{
    public TimeProvider Time { get; } = time;

    /// <summary>The instant, UTC.</summary>
    public DateTime UtcNow => Time.GetUtcNow().UtcDateTime;

    /// <summary>The calendar day in Beijing.</summary>
    public DateOnly Today => Beijing.Day(UtcNow);

    /// <summary>The wall clock in Beijing.</summary>
    public DateTime Now => Beijing.Clock(UtcNow);

    /// <summary>True when the bars of that day should be out.</summary>
    public bool IsDue(DateOnly day, TimeOnly publishTime) => day.ToDateTime(publishTime) <= Now;
}

/// <summary>
/// How long a day is fresh: until 20:00 Beijing of the next trading day the service may still be publishing it, list and bars alike. It goes by
/// the clock, and not by the way in which the day is asked for.
/// </summary>
static class DayFreshness
{
    static readonly TimeOnly s_end = new(20, 0);

    /// <summary>True while a day is fresh.</summary>
    public static bool IsFresh(DateOnly day, TradingCalendar calendar, BeijingClock clock) =>
        clock.Now < (calendar.After(day) ?? TradingCalendar.NextWeekday(day)).ToDateTime(s_end);

    /// <summary>The first fresh day, or the day after today where none is.</summary>
    public static DateOnly First(TradingCalendar calendar, BeijingClock clock)
    {
        var first = clock.Today.AddDays(1);
        for (var day = calendar.Before(first); day is { } date && IsFresh(date, calendar, clock); day = calendar.Before(date))
            first = date;
        return first;
    }
}
