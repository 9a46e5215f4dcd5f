namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>Where a value stands on a vertical axis.</summary>
interface IValueScale
{
    /// <summary>The values that get a line and a label, lowest first.</summary>
    IReadOnlyList<double> Ticks { get; }

    /// <summary>0 at the bottom, 1 at the top.</summary>
    double At(double value);
}

/// <summary>An axis with equal steps of 1, 2, 2.5 or 5 times a power of ten; for bytes, times a unit of theirs.</summary>
sealed class LinearScale : IValueScale
{
    readonly double _from;
    readonly double _to;

    LinearScale(double from, double to, double step)
    {
        _from = from;
        _to = to;
        var ticks = new List<double>();
        for (int i = 0; from + (i * step) <= to + (step / 1000); i++)
            ticks.Add(Math.Round(from + (i * step), 10));
        Ticks = ticks;
    }

    public IReadOnlyList<double> Ticks { get; }

    /// <summary>From zero to at least the highest value.</summary>
    /// <param name="highest">The highest value.</param>
    /// <param name="smallestStep">1 for counts: half a request is none.</param>
    public static LinearScale FromZero(double highest, double smallestStep = 0) =>
        Between(0, Math.Max(highest, smallestStep), smallestStep);

    /// <summary>Round ends around two values.</summary>
    public static LinearScale Between(double lowest, double highest, double smallestStep = 0)
    {
        double span = highest > lowest ? highest - lowest : Math.Max(Math.Abs(highest), 1);
        double step = Math.Max(NiceStep(span / 4, smallestStep), smallestStep);
        double from = Math.Floor((lowest / step) + 1e-9) * step;
        double to = Math.Ceiling((highest / step) - 1e-9) * step;
        return new LinearScale(from, to > from ? to : from + step, step);
    }

    /// <summary>From zero to at least so many bytes, in steps of a power of two's bytes.</summary>
    public static LinearScale OfBytes(double highest)
    {
        double unit = 1;
        while (highest / unit >= 1000)
            unit *= 1024;
        double step = NiceStep(Math.Max(highest, 4) / unit / 4, 0) * unit;
        return new LinearScale(0, Math.Ceiling(Math.Max(highest, 1) / step) * step, step);
    }

    public double At(double value) => (value - _from) / (_to - _from);

    // Two and a half of something that is counted is none.
    static double NiceStep(double rough, double smallestStep)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 2.5 when smallestStep == 0 || power >= 10 => 2.5,
            <= 5 => 5,
            _ => 10,
        });
    }
}

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
