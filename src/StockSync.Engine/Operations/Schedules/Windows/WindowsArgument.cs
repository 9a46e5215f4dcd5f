using System.Text;

namespace StockSync.Engine.Operations.Schedules.Windows;

/// <summary>A word of a Windows command line: a program takes it apart by the rules of the C runtime.</summary>
static class WindowsArgument
{
    public static string Quote(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '/' or ':' or '\\'))
            return text;

        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char c in text)
        {
            // Backslashes are themselves, except before a quote.
            if (c == '"')
                quoted.Append('\\', backslashes + 1);
            backslashes = c == '\\' ? backslashes + 1 : 0;
            quoted.Append(c);
        }
        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
