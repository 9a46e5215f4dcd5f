using System.Buffers;
using System.Text;

namespace StockSync.Engine.Operations.Reports;

/// <summary>
/// Text from elsewhere (names, errors, hosts) made harmless to a reader: characters that are not seen but change what is seen (controls,
/// direction marks, joiners, broken surrogates) become U+FFFD. That it is no markup is <see cref="Markup"/>'s work.
/// </summary>
static class PlainText
{
    const int MaxLength = 500;

    static readonly SearchValues<char> s_plain = SearchValues.Create(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    public static string Clean(string text)
    {
        if (text.Length <= MaxLength && !text.AsSpan().ContainsAnyExcept(s_plain))
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length >= MaxLength)
                return clean.Append('…').ToString();
            if (rune.Value is '\n' or '\r' or '\t')
                clean.Append(' ');
            else if (SafeText.IsVisible(rune))
                clean.Append(rune.ToString());
            else
                clean.Append('\uFFFD');
        }
        return clean.ToString();
    }
}
