using System.Globalization;

namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>A horizontal axis of days. Its labels read the same in every language.</summary>
sealed class DateScale
{
    /// <summary>A label nearer to the left end would be cut if it were centred on its day.</summary>
    public const double Edge = 0.04;

    const int MaxTicks = 7;

    // Share of the width that a letter takes in a chart of half a page.
    const double LetterWidth = 0.0165;

    static readonly int[] s_daySteps = [1, 2, 7, 14];
    static readonly int[] s_monthSteps = [1, 2, 3, 6];
    static readonly int[] s_yearSteps = [1, 2, 5, 10];

    readonly DateTime _from;
    readonly double _days;

    /// <summary>Both days are within it.</summary>
    public DateScale(DateOnly from, DateOnly to)
    {
        From = from;
        To = to;
        _from = from.ToDateTime(TimeOnly.MinValue);
        _days = to.DayNumber - from.DayNumber + 1;
        var ticks = new List<(DateOnly Day, string Label)>();
        foreach (var tick in Days().Where(tick => tick.Day >= from && tick.Day <= to))
        {
            // Labels that would touch: the earlier one goes. (One at the edge begins where it stands and is not centred there.)
            if (ticks.Count > 0 && At(ticks[^1].Day) is var before
                && At(tick.Day) - before < LetterWidth * tick.Label.Length * (before < Edge ? 1.5 : 1))
                ticks.RemoveAt(ticks.Count - 1);
            ticks.Add(tick);
        }
        Ticks = ticks;
    }

    public DateOnly From { get; }

    public DateOnly To { get; }

    /// <summary>The days that get a label.</summary>
    public IReadOnlyList<(DateOnly Day, string Label)> Ticks { get; }

    /// <summary>0 at the left, 1 at the right.</summary>
    public double At(DateTime instant) => Math.Clamp((instant - _from).TotalDays / _days, 0, 1);

    /// <summary>Where a day begins.</summary>
    public double At(DateOnly day) => At(day.ToDateTime(TimeOnly.MinValue));

    IEnumerable<(DateOnly Day, string Label)> Days()
    {
        if (s_daySteps.FirstOrDefault(s => _days / s <= MaxTicks) is > 0 and var step)
        {
            // Weeks begin on Mondays.
            var first = step < 7 ? From : From.AddDays((8 - (int)From.DayOfWeek) % 7);
            return Enumerable.Range(0, MaxTicks + 1).Select(i => first.AddDays(i * step)).Select(d => (d, Label(d, "MM-dd")));
        }
        double months = _days / 30.44;
        if (s_monthSteps.FirstOrDefault(s => months / s <= MaxTicks) is > 0 and var every)
        {
            var first = new DateOnly(From.Year, 1, 1);
            return Enumerable.Range(0, (12 / every * ((int)(months / 12) + 2)) + 1)
                .Select(i => first.AddMonths(i * every)).Select(d => (d, Label(d, "yyyy-MM")));
        }
        int years = s_yearSteps.FirstOrDefault(s => _days / 365.25 / s <= MaxTicks, 20);
        int start = From.Year / years * years;
        return Enumerable.Range(0, MaxTicks + 2).Select(i => new DateOnly(start + (i * years), 1, 1)).Select(d => (d, Label(d, "yyyy")));
    }

    static string Label(DateOnly day, string form) => day.ToString(form, CultureInfo.InvariantCulture);
}
