namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>
/// Axes and grid. Everything horizontal is a share of the width, everything vertical in pixels, so a chart fills a telephone and a wide
/// screen alike while text and strokes keep their size.
/// </summary>
sealed class ChartFrame
{
    /// <summary>Height of the plot, pixels.</summary>
    public const int Height = 180;

    /// <summary>Units across the plot for shapes that know no shares.</summary>
    public const int Width = 1000;

    const int Top = 10;
    const int Bottom = 26;
    const int AxisWidth = 58;

    readonly Markup _markup;
    readonly DateScale _days;
    readonly IValueScale _values;

    ChartFrame(Markup markup, DateScale days, IValueScale values) => (_markup, _days, _values) = (markup, days, values);

    /// <summary>Writes the axes and begins the plot.</summary>
    /// <param name="markup">The page.</param>
    /// <param name="title">What the chart shows, for those who do not see it.</param>
    /// <param name="days">The horizontal axis.</param>
    /// <param name="values">The vertical axis.</param>
    /// <param name="label">How a value of the vertical axis is written.</param>
    public static ChartFrame Open(Markup markup, string title, DateScale days, IValueScale values, Func<double, string> label)
    {
        var frame = new ChartFrame(markup, days, values);
        string height = Markup.Number(Top + Height + Bottom);
        markup.Open("div", ("class", "plot"));
        markup.Open("svg", ("class", "axis"), ("width", Markup.Number(AxisWidth)), ("height", height), ("aria-hidden", "true"));
        foreach (double tick in values.Ticks)
            markup.Element(
                "text", label(tick), ("x", Markup.Number(AxisWidth - 8)), ("y", Markup.Number(frame.Y(tick) + 4)), ("text-anchor", "end"));
        markup.Close();

        markup.Open("svg", ("class", "chart"), ("width", "100%"), ("height", height), ("role", "img"), ("aria-label", title));
        foreach (double tick in values.Ticks)
        {
            string y = Markup.Number(frame.Y(tick));
            markup.Leaf("line", ("class", tick == values.Ticks[0] ? "base" : "grid"), ("x2", "100%"), ("y1", y), ("y2", y));
        }
        for (int i = 0; i < days.Ticks.Count; i++)
        {
            double x = days.At(days.Ticks[i].Day);
            // A label at an edge would be cut there.
            string anchor = x < DateScale.Edge ? "start" : x > 0.96 ? "end" : "middle";
            markup.Element(
                "text",
                days.Ticks[i].Label,
                ("class", i % 2 == 1 ? "wide" : null),
                ("x", Markup.Percent(x)),
                ("y", Markup.Number(Top + Height + 18)),
                ("text-anchor", anchor));
        }
        return frame;
    }

    public void Close()
    {
        _markup.Close();
        _markup.Close();
    }

    /// <summary>Pixels from the top of the drawing.</summary>
    public double Y(double value) => Top + ((1 - _values.At(value)) * Height);

    /// <summary>Share of the width.</summary>
    public double X(DateTime instant) => _days.At(instant);

    /// <summary>Begins a part whose horizontal unit is a thousandth of the width.</summary>
    public void OpenStretched() => _markup.Open(
        "svg",
        ("width", "100%"),
        ("height", Markup.Number(Top + Height)),
        ("viewBox", $"0 0 {Width} {Top + Height}"),
        ("preserveAspectRatio", "none"));
}
