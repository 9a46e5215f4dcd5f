using System.Text;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>Cuts by bytes, as the robots count, and never through a character.</summary>
static class ByteCut
{
    const char Ellipsis = '…';

    /// <summary>The text, or as much of it as fits together with an ellipsis.</summary>
    /// <param name="text">Any text; a lone half of a surrogate pair becomes a replacement character.</param>
    /// <param name="limit">Bytes.</param>
    /// <param name="measure">Bytes that a piece takes.</param>
    public static string Of(string text, int limit, Func<string, int> measure)
    {
        if (measure(text) <= limit)
            return text;
        var cut = new StringBuilder();
        int left = limit - measure(Ellipsis.ToString());
        foreach (var rune in text.EnumerateRunes())
        {
            string piece = rune.ToString();
            left -= measure(piece);
            if (left < 0)
                break;
            cut.Append(piece);
        }
        return limit < measure(Ellipsis.ToString()) ? "" : cut.Append(Ellipsis).ToString();
    }
}
