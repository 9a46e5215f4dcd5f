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
