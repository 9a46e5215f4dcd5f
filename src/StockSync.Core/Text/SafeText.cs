using System.Globalization;
using System.Text;

namespace StockSync;

/// <summary>Makes text from elsewhere (names, errors, hosts) fit to show: it could steer a terminal, break a line or reverse it.</summary>
public static class SafeText
{
    /// <summary>False for what is not seen but changes what is seen: controls, direction marks, joiners, line separators, unassigned and private characters.</summary>
    public static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    /// <summary>One trimmed line: controls and line breaks become blanks, direction marks and joiners go.</summary>
    public static string OneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBreak(rune))
                line.Append(' ');
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                line.Append(rune);
        }
        return line.ToString().Trim();
    }

    /// <summary>True where text stays one line wherever it is written, and is well-formed.</summary>
    public static bool IsOneLine(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsBreak(rune) || rune == Rune.ReplacementChar)
                return false;
        }
        return true;
    }

    static bool IsBreak(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
