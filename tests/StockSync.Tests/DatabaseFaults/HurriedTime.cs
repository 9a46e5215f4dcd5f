namespace StockSync.Tests.DatabaseFaults;

/// <summary>The system's clock on which waits of a few seconds pass fifty times as fast: between two tries nothing is to be seen.</summary>
sealed class HurriedTime : TimeProvider
{
    const int Factor = 50;

    static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>Called as each such wait begins.</summary>
    public Action<TimeSpan>? OnWait { get; init; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero || dueTime > s_longest)
            return System.CreateTimer(callback, state, dueTime, period);
        OnWait?.Invoke(dueTime);
        return System.CreateTimer(callback, state, dueTime / Factor, period);
    }
}
