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
