namespace StockSync.Engine.Sources.Baostock;

/// <summary>
/// Reads a decimal as a scaled integer, exactly or not at all: digits, perhaps a sign before and a point with digits after. No exponent,
/// no blanks, no separators of thousands, no words; digits beyond the scale only if they are zeros; nothing above the limit.
/// </summary>
static class DecimalText
{
    /// <param name="text">The text; an empty one is no number.</param>
    /// <param name="decimals">Digits of the scale: 4 makes 1.5 into 15000.</param>
    /// <param name="limit">Largest magnitude of the result, at least 9.</param>
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
        if (!TakeDigits(whole, limit, ref value))
            return false;

        var fraction = point < 0 ? default : rest[(point + 1)..];
        int exact = Math.Min(decimals, fraction.Length);
        if (!TakeDigits(fraction[..exact], limit, ref value) || fraction[exact..].ContainsAnyExcept((byte)'0'))
            return false;
        for (int i = exact; i < decimals; i++)
        {
            if (value > limit / 10)
                return false;
            value *= 10;
        }
        if (isNegative)
            value = -value;
        return true;
    }

    static bool TakeDigits(ReadOnlySpan<byte> digits, long limit, ref long value)
    {
        foreach (byte b in digits)
        {
            uint digit = (uint)(b - '0');
            if (digit > 9 || value > (limit - digit) / 10)
                return false;
            value = value * 10 + digit;
        }
        return true;
    }
}
