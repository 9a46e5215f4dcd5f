using System.Globalization;
using System.Text;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>The body of an answer, cut into its slots. Valid as long as the bytes it looks at.</summary>
sealed class Answer
{
    readonly ReadOnlyMemory<byte> _body;
    readonly List<Range> _slots = [];

    public Answer(ReadOnlyMemory<byte> body)
    {
        _body = body;
        int start = 0;
        while (true)
        {
            int length = body.Span[start..].IndexOf(Wire.Separator);
            int end = length < 0 ? body.Length : start + length;
            _slots.Add(start..end);
            if (length < 0)
                break;
            if (_slots.Count == Wire.MaxSlots)
                throw SourceErrors.Protocol(ProtocolFault.Slots);
            start = end + 1;
        }
    }

    public int Count => _slots.Count;

    /// <summary>A slot's bytes.</summary>
    public ReadOnlySpan<byte> this[int slot] => _body.Span[_slots[slot]];

    /// <summary>True when the service did what it was asked.</summary>
    public bool IsSuccess => this[0].SequenceEqual("0"u8);

    /// <summary>A slot as text.</summary>
    public string Text(int slot) => Encoding.UTF8.GetString(this[slot]);

    /// <summary>True when the slot holds the text, blanks around it aside.</summary>
    public bool Matches(int slot, string text) => Text(slot).AsSpan().Trim().SequenceEqual(text.AsSpan().Trim());
}

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
