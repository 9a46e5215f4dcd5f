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

/// <summary>Names beside samples of what is drawn.</summary>
static class Legend
{
    public static void Write(Markup markup, IReadOnlyList<LineSeries> series)
    {
        Open(markup);
        foreach (var line in series)
        {
            OpenItem(markup);
            if (line.IsLine)
                markup.Shape($"l{line.Style}", "M1 7H25");
            Marker.Write(markup, line.Style, "13", 7, null);
            CloseItem(markup, line.Name);
        }
        markup.Close();
    }

    public static void WriteBars(Markup markup, IReadOnlyList<(string Name, int Style)> series)
    {
        Open(markup);
        foreach (var (name, style) in series)
        {
            OpenItem(markup);
            WriteSample(markup, $"b{style}");
            if (style > 0)
                WriteSample(markup, $"t{style}");
            CloseItem(markup, name);
        }
        markup.Close();
    }

    static void WriteSample(Markup markup, string style) =>
        markup.Leaf("rect", ("class", style), ("x", "7"), ("y", "1"), ("width", "12"), ("height", "12"));

    static void Open(Markup markup) => markup.Open("ul", ("class", "legend"));

    static void OpenItem(Markup markup)
    {
        markup.Open("li");
        markup.Open("svg", ("width", "26"), ("height", "14"), ("aria-hidden", "true"));
    }

    static void CloseItem(Markup markup, string name)
    {
        markup.Close();
        markup.Element("span", name);
        markup.Close();
    }
}

/// <summary>Textures that the style sheet lays over the colours of bars, so that they are told apart without colour.</summary>
static class Textures
{
    static readonly string[] s_strokes =
    [
        "M0 6L6 0M-1.5 1.5L1.5 -1.5M4.5 7.5L7.5 4.5",
        "M0 0L6 6M-1.5 4.5L1.5 7.5M4.5 -1.5L7.5 1.5",
        "M0 1.5H6M0 4.5H6",
        "M1.5 0V6M4.5 0V6",
        "M0 3H6M3 0V6",
    ];

    public static void Write(Markup markup)
    {
        markup.Open("svg", ("class", "defs"), ("width", "0"), ("height", "0"), ("aria-hidden", "true"));
        markup.Open("defs");
        for (int i = 0; i < s_strokes.Length; i++)
        {
            markup.Open("pattern", ("id", $"texture{i + 1}"), ("width", "6"), ("height", "6"), ("patternUnits", "userSpaceOnUse"));
            markup.Shape("stroke", s_strokes[i]);
            markup.Close();
        }
        markup.Close();
        markup.Close();
    }
}
