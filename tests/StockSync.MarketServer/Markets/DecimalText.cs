using System.Globalization;

namespace StockSync.MarketServer;

static class DecimalText
{
    /// <summary>A whole number read as so many decimals: <c>Of(-72550, 4)</c> is <c>-7.2550</c>. One allocation, no rounding.</summary>
    public static string Of(long value, int decimals)
    {
        Span<char> buffer = stackalloc char[24];
        var at = buffer.Length;
        var rest = (ulong)Math.Abs(value);
        for (var i = 0; rest > 0 || i <= decimals; i++)
        {
            if (i == decimals)
                buffer[--at] = '.';
            buffer[--at] = (char)('0' + rest % 10);
            rest /= 10;
        }
        if (value < 0)
            buffer[--at] = '-';
        return buffer[at..].ToString();
    }

    /// <summary>numerator / denominator, rounded half away from zero; the denominator is positive.</summary>
    public static long Divide(long numerator, long denominator)
    {
        var half = denominator / 2;
        return (numerator + (numerator < 0 ? -half : half)) / denominator;
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool TryDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
