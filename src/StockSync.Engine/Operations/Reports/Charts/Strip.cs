namespace StockSync.Engine.Operations.Reports.Charts;

/// <summary>A thin line of time with the stretches that lack something.</summary>
static class Strip
{
    const int Height = 10;
    const double Least = 0.004;

    /// <summary>Writes it.</summary>
    /// <param name="markup">The page.</param>
    /// <param name="days">The axis, the same for all strips of a table.</param>
    /// <param name="stretches">First day, last day, style 0 to 4 and what a pointer over it shows.</param>
    public static void Write(Markup markup, DateScale days, IEnumerable<(DateOnly From, DateOnly To, int Style, string Title)> stretches)
    {
        markup.Open("svg", ("class", "strip"), ("width", "100%"), ("height", "14"), ("aria-hidden", "true"));
        markup.Leaf("line", ("class", "grid"), ("x2", "100%"), ("y1", "7"), ("y2", "7"));
        foreach (var (from, to, style, title) in stretches)
        {
            double left = Math.Min(days.At(from), 1 - Least);
            double width = Math.Max(Least, days.At(to.AddDays(1)) - left);
            markup.Open("g");
            markup.Element("title", title);
            WritePart(markup, $"b{style}", left, width);
            if (style > 0)
                WritePart(markup, $"t{style}", left, width);
            markup.Close();
        }
        markup.Close();
    }

    /// <summary>A bar of a share of the column's width.</summary>
    public static void WriteBar(Markup markup, double share)
    {
        markup.Open("svg", ("class", "strip"), ("width", "100%"), ("height", "14"), ("aria-hidden", "true"));
        markup.Leaf("rect", ("class", "track"), ("y", "2"), ("width", "100%"), ("height", Markup.Number(Height)), ("rx", "2"));
        markup.Leaf("rect", ("class", "b0"), ("y", "2"), ("width", Markup.Percent(share)), ("height", Markup.Number(Height)), ("rx", "2"));
        markup.Close();
    }

    static void WritePart(Markup markup, string style, double left, double width) => markup.Leaf(
        "rect",
        ("class", style),
        ("x", Markup.Percent(left)),
        ("y", "2"),
        ("width", Markup.Percent(width)),
        ("height", Markup.Number(Height)));
}
