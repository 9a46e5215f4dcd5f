using System.Buffers.Text;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Decodes the text between the quotes of a field.</summary>
static class FieldText
{
    /// <summary>
    /// Resolves JSON escapes and drops ASCII white space and control characters, escaped ones too. The result stands in
    /// <paramref name="target"/>, which must be as long as <paramref name="raw"/>.
    /// </summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                if (raw[i] > ' ')
                    target[length++] = raw[i];
                continue;
            }
            var rune = ReadEscape(raw, ref i);
            if (rune.Value > ' ')
                length += rune.EncodeToUtf8(target[length..]);
        }
        return target[..length];
    }

    /// <summary>The escape that begins at <paramref name="at"/>, which is left on its last byte.</summary>
    static Rune ReadEscape(ReadOnlySpan<byte> raw, ref int at)
    {
        if (++at == raw.Length)
            throw SourceErrors.Protocol(ProtocolFault.Table);
        switch (raw[at])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                return new Rune(raw[at]);
            case (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return new Rune(' ');
            case (byte)'u':
                char first = ReadHex(raw, ref at);
                if (Rune.TryCreate(first, out var rune))
                    return rune;
                if (at + 2 < raw.Length && raw[at + 1] == '\\' && raw[at + 2] == 'u')
                {
                    at += 2;
                    if (Rune.TryCreate(first, ReadHex(raw, ref at), out rune))
                        return rune;
                }
                break;
        }
        throw SourceErrors.Protocol(ProtocolFault.Table);
    }

    static char ReadHex(ReadOnlySpan<byte> raw, ref int at)
    {
        var digits = raw[(at + 1)..];
        if (digits.Length < 4 || !Utf8Parser.TryParse(digits[..4], out ushort value, out int used, 'x') || used != 4)
            throw SourceErrors.Protocol(ProtocolFault.Table);
        at += 4;
        return (char)value;
    }
}

/// <summary>Reads the code of a security in the service's form, two letters, a point, six digits: <c>sh.600000</c>.</summary>
static class CodeText
{
    /// <param name="text">The text.</param>
    /// <param name="code">The stock, where it is an A share.</param>
    /// <param name="isAShare">False for an index, a fund, a bond, a B share, or another exchange.</param>
    /// <returns>False when the text has not the form of a code at all.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out StockCode code, out bool isAShare)
    {
        code = default;
        isAShare = false;
        if (text.Length != 9 || text[2] != '.' || !char.IsAsciiLetterLower((char)text[0]) || !char.IsAsciiLetterLower((char)text[1]))
            return false;
        int number = 0;
        foreach (byte b in text[3..])
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            number = number * 10 + (b - '0');
        }
        if (!StockCode.IsAShare(number))
            return true;
        code = new StockCode(number);
        isAShare = text[..2].SequenceEqual(code.Exchange == Exchange.SH ? "sh"u8 : "sz"u8);
        return true;
    }
}

/// <summary>Reads <c>yyyy-MM-dd</c>, ten bytes, a day that exists.</summary>
static class DateText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date)
    {
        date = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..], out int day)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateOnly(year, month, day);
        return true;
    }

    static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (byte b in digits)
        {
            if (!char.IsAsciiDigit((char)b))
                return false;
            number = number * 10 + (b - '0');
        }
        return true;
    }
}

/// <summary>
/// Reads a decimal as a scaled integer, exactly or not at all: digits, perhaps a sign before and a point with digits after. No exponent,
/// no blanks, no separators of thousands, no words; digits beyond the scale only if they are zeros; nothing above the limit.
/// </summary>
static class DecimalText
{
    /// <summary>As many digits always fit 64 bits.</summary>
    const int MaxDigits = 19;

    static readonly ulong[] s_powers = [.. Enumerable.Range(0, MaxDigits).Select(n => (ulong)Math.Pow(10, n))];

    /// <param name="text">The text; an empty one is no number.</param>
    /// <param name="decimals">Digits of the scale, 0 to 18: 4 makes 1.5 into 15000.</param>
    /// <param name="limit">Largest magnitude of the result.</param>
    /// <param name="value">The scaled number.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, int decimals, long limit, out long value)
    {
        value = 0;
        bool isNegative = !text.IsEmpty && text[0] == '-';
        var rest = isNegative ? text[1..] : text;
        int point = rest.IndexOf((byte)'.');
        var whole = point < 0 ? rest : rest[..point];
        if (whole.IsEmpty || whole.Length > 1 && whole[0] == '0' || point == rest.Length - 1)
            return false;
        // A whole part has no zeros in front, so more digits are more than 64 bits hold; for the rest one look at the end is enough.
        ulong magnitude = 0;
        if (whole.Length + decimals > MaxDigits || !TakeDigits(whole, ref magnitude))
            return false;
        var fraction = point < 0 ? default : rest[(point + 1)..];
        int exact = Math.Min(decimals, fraction.Length);
        if (!TakeDigits(fraction[..exact], ref magnitude) || fraction[exact..].ContainsAnyExcept((byte)'0'))
            return false;
        magnitude *= s_powers[decimals - exact];
        if (magnitude > (ulong)limit)
            return false;
        value = isNegative ? -(long)magnitude : (long)magnitude;
        return true;
    }

    static bool TakeDigits(ReadOnlySpan<byte> digits, ref ulong value)
    {
        foreach (byte b in digits)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }
        return true;
    }
}

/// <summary>Reads <c>1</c> and <c>0</c>.</summary>
static class FlagText
{
    public static bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = text is [(byte)'1'];
        return value || text is [(byte)'0'];
    }
}

/// <summary>Where a field's text stands between its quotes.</summary>
/// <param name="Start">Index of its first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsPlain">True when it holds neither escapes nor blanks nor control characters: it can be read in place.</param>
readonly record struct RawField(int Start, int Length, bool IsPlain);
