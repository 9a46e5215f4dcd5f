namespace StockSync.Engine.Sources.Baostock.Answers;

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
