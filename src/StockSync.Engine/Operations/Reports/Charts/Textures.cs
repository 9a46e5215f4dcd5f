namespace StockSync.Engine.Operations.Reports.Charts;

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
