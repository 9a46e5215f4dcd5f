using System.Text;

namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>Lines and dots over time.</summary>
static class LineChart
{
    public static void Write(
        Markup markup, string title, DateScale days, IValueScale values, Func<double, string> label, IReadOnlyList<LineSeries> series)
    {
        var frame = ChartFrame.Open(markup, title, days, values, label);
        frame.OpenStretched();
        foreach (var line in series.Where(s => s.IsLine && s.Points.Count > 1))
        {
            string path = Path(frame, line.Points);
            if (line.IsFilled)
            {
                string floor = Markup.Number(frame.Y(values.Ticks[0]));
                markup.Shape($"f{line.Style}", $"{path}V{floor}H{X(frame, line.Points[0])}Z");
            }
            markup.Shape($"l{line.Style}", path);
        }
        markup.Close();
        foreach (var line in series)
        {
            foreach (var point in line.Points.Where(p => p.Title is not null))
                Marker.Write(markup, line.Style, Markup.Percent(frame.X(point.At)), frame.Y(point.Value), point.Title);
        }
        frame.Close();
    }

    static string Path(ChartFrame frame, IReadOnlyList<LinePoint> points)
    {
        var path = new StringBuilder();
        for (int i = 0; i < points.Count; i++)
            path.Append(i == 0 ? 'M' : 'L').Append(X(frame, points[i])).Append(' ').Append(Markup.Number(frame.Y(points[i].Value)));
        return path.ToString();
    }

    static string X(ChartFrame frame, LinePoint point) => Markup.Number(frame.X(point.At) * ChartFrame.Width);
}

/// <summary>One point of a chart.</summary>
/// <param name="At">When.</param>
/// <param name="Value">How much.</param>
/// <param name="Title">What a pointer over it shows; null for no marker.</param>
readonly record struct LinePoint(DateTime At, double Value, string? Title);

/// <summary>One line, or one cloud of dots.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Style">Colour, dashes and marker: 0 to 4.</param>
/// <param name="Points">In order of time.</param>
/// <param name="IsLine">False for dots alone.</param>
/// <param name="IsFilled">True where the area below it is tinted.</param>
sealed record LineSeries(string Name, int Style, IReadOnlyList<LinePoint> Points, bool IsLine = true, bool IsFilled = false);

/// <summary>The form of a point: with it a line is known also where its colour is not.</summary>
static class Marker
{
    static readonly string[] s_forms =
    [
        "M-3.2 0a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0 -6.4 0z",
        "M-3 -3h6v6h-6z",
        "M0 -3.8L3.8 3H-3.8z",
        "M0 -4.2L4.2 0L0 4.2L-4.2 0z",
        "M-2.4 0a2.4 2.4 0 1 0 4.8 0a2.4 2.4 0 1 0 -4.8 0z",
    ];

    public static void Write(Markup markup, int style, string x, double y, string? title)
    {
        markup.Open("svg", ("class", "mark"), ("x", x), ("y", Markup.Number(y)));
        markup.Shape($"m{style}", s_forms[style], title);
        markup.Close();
    }
}
