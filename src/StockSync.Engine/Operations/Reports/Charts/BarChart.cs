namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>Stacked bars over time; each series has a colour and a texture.</summary>
static class BarChart
{
    /// <summary>Writes it.</summary>
    /// <param name="markup">The page.</param>
    /// <param name="title">What it shows, for those who do not see it.</param>
    /// <param name="days">The horizontal axis.</param>
    /// <param name="values">The vertical axis.</param>
    /// <param name="label">How a value is written.</param>
    /// <param name="bars">In order of time.</param>
    /// <param name="limit">A line across, for example a budget; null for none.</param>
    public static void Write(
        Markup markup,
        string title,
        DateScale days,
        IValueScale values,
        Func<double, string> label,
        IReadOnlyList<BarStack> bars,
        double? limit = null)
    {
        var frame = ChartFrame.Open(markup, title, days, values, label);
        foreach (var bar in bars)
            WriteBar(markup, frame, bar);
        if (limit is { } value)
        {
            string y = Markup.Number(frame.Y(value));
            markup.Leaf("line", ("class", "limit"), ("x2", "100%"), ("y1", y), ("y2", y));
        }
        frame.Close();
    }

    static void WriteBar(Markup markup, ChartFrame frame, BarStack bar)
    {
        double left = frame.X(bar.From.ToDateTime(TimeOnly.MinValue));
        double width = frame.X(bar.From.AddDays(bar.Days).ToDateTime(TimeOnly.MinValue)) - left;
        markup.Open("g");
        markup.Element("title", bar.Title);
        double below = 0;
        for (int i = 0; i < bar.Values.Count; i++)
        {
            if (bar.Values[i] <= 0)
                continue;
            double top = frame.Y(below + bar.Values[i]);
            // A pixel is the least that can be seen.
            double height = Math.Max(1, frame.Y(below) - top);
            WritePart(markup, $"b{i}", left + (width * 0.14), width * 0.72, top, height);
            if (i > 0)
                WritePart(markup, $"t{i}", left + (width * 0.14), width * 0.72, top, height);
            below += bar.Values[i];
        }
        markup.Close();
    }

    static void WritePart(Markup markup, string style, double left, double width, double top, double height) => markup.Leaf(
        "rect",
        ("class", style),
        ("x", Markup.Percent(left)),
        ("y", Markup.Number(top)),
        ("width", Markup.Percent(width)),
        ("height", Markup.Number(height)));
}

/// <summary>One bar.</summary>
/// <param name="From">Its first day.</param>
/// <param name="Days">How many days it covers.</param>
/// <param name="Values">Its parts from the bottom up, one for each series.</param>
/// <param name="Title">What a pointer over it shows.</param>
sealed record BarStack(DateOnly From, int Days, IReadOnlyList<double> Values, string Title);
