using System.Text;

namespace StockSync.Host;

/// <summary>Columns that text takes on a terminal: Chinese characters take two.</summary>
static class TextWidth
{
    internal static int Of(string text) => text.EnumerateRunes().Sum(Of);

    internal static int Of(Rune rune) => rune.Value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF00 and <= 0xFF60) or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1FAFF) or (>= 0x20000 and <= 0x3FFFD)
        ? 2
        : 1;

    internal static string Truncate(string text, int columns)
    {
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            columns -= Of(rune);
            if (columns < 0)
                break;
            kept.Append(rune);
        }

        return kept.ToString();
    }
}
