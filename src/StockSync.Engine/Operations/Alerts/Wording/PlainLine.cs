using System.Globalization;
using System.Text;

namespace StockSync.Engine.Operations.Alerts.Wording;

/// <summary>Text from anywhere as one plain line: names and errors come from a service that nobody answers for.</summary>
static class PlainLine
{
    /// <summary>Without control characters, line breaks, and characters that turn the direction of writing or are not seen.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                line.Append(' ');
            else if (category is not UnicodeCategory.Format)
                line.Append(rune);
        }
        return line.ToString().Trim();
    }
}
