namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>An axis for seconds of all orders: a daily run takes minutes, a backfill hours, and both are to be seen.</summary>
sealed class LogScale : IValueScale
{
    const int MaxTicks = 6;

    static readonly double[] s_ladder =
    [
        0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 60, 180, 600, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 72 * 3600,
        240 * 3600,
    ];

    readonly double _from;
    readonly double _span;

    LogScale(IReadOnlyList<double> ticks)
    {
        Ticks = ticks;
        _from = Math.Log(ticks[0]);
        _span = Math.Log(ticks[^1]) - _from;
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The steps around two numbers of seconds.</summary>
    public static LogScale Around(double lowest, double highest)
    {
        int first = Math.Max(0, Array.FindLastIndex(s_ladder, tick => tick <= lowest));
        int last = Array.FindIndex(s_ladder, tick => tick >= highest);
        last = Math.Max(last < 0 ? s_ladder.Length - 1 : last, first + 1);
        if (last == s_ladder.Length)
            (first, last) = (first - 1, last - 1);
        int every = ((last - first) / MaxTicks) + 1;
        // Both ends stay: they hold the values between them.
        last = Math.Min(s_ladder.Length - 1, first + ((last - first + every - 1) / every * every));
        var ticks = Enumerable.Range(0, last - first + 1).Where(i => i % every == 0 || i == last - first).Select(i => s_ladder[first + i]);
        return new LogScale([.. ticks]);
    }

    public double At(double value) => Math.Clamp((Math.Log(Math.Max(value, 1e-9)) - _from) / _span, 0, 1);
}
