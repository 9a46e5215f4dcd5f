namespace StockSync.Engine.Operations.Reports.Charts;

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
