using System.Globalization;
using System.Text;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>Makes text of the service fit to show: it could steer a terminal or reverse a line.</summary>
static class ServiceText
{
    const int LongestMessage = 200;
    const int LongestName = 32;

    /// <summary>Control and formatting characters, bidirectional marks among them, as <c>\uXXXX</c>; cut at the limit.</summary>
    public static string Clean(string text, int limit = LongestMessage)
    {
        var clean = new StringBuilder(Math.Min(text.Length, limit));
        foreach (var rune in text.EnumerateRunes())
        {
            string part = SafeText.IsVisible(rune) ? rune.ToString() : Escape(rune);
            if (clean.Length + part.Length > limit)
                break;
            clean.Append(part);
        }
        return clean.ToString();
    }

    /// <summary>A name without white space, control and formatting characters: values may hold raw line breaks and blanks.</summary>
    public static string Name(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || !SafeText.IsVisible(rune))
                continue;
            if (clean.Length + rune.Utf16SequenceLength > LongestName)
                break;
            clean.Append(rune.ToString());
        }
        return clean.ToString();
    }

    static string Escape(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
}
