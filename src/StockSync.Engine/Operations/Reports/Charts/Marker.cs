namespace StockSync.Engine.Operations.Reports.Charts;

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
