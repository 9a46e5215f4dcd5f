using System.Management.Automation.Host;

namespace StockSync.Host;

/// <summary>A choice such as <c>&amp;Yes</c>: its text without the mark, and the letter behind the mark.</summary>
readonly record struct ChoiceLabel(string Key, string Text)
{
    internal static ChoiceLabel Of(ChoiceDescription choice)
    {
        var text = choice.Label.Replace("&", "", StringComparison.Ordinal);
        var mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
        var key = mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[(mark + 1)..(mark + 2)].ToUpperInvariant() : text;
        return new ChoiceLabel(key, text);
    }

    internal bool Matches(string answer) =>
        answer.Equals(Key, StringComparison.OrdinalIgnoreCase) || answer.Equals(Text, StringComparison.OrdinalIgnoreCase);
}
