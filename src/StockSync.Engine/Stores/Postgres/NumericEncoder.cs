using System.Buffers.Binary;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>
/// PostgreSQL's binary form of numeric: digits in base 10,000 around an implied point. Written straight from the scaled integer, so no
/// decimal is built and no digit can change on the way.
/// </summary>
static class NumericEncoder
{
    /// <summary>The longest value: length, header, and the digits of a 64-bit number with six decimals.</summary>
    public const int MaxSize = 4 + 8 + (2 * 7);

    const int Base = 10_000;
    const short Negative = 0x4000;

    /// <summary>Writes a field: its length and its value.</summary>
    /// <param name="scaled">The value times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">Four or six.</param>
    /// <param name="target">At least <see cref="MaxSize"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long scaled, int decimals, Span<byte> target)
    {
        ulong magnitude = scaled < 0 ? 0UL - (ulong)scaled : (ulong)scaled;
        Span<short> digits = stackalloc short[7];
        int count = digits.Length;
        // From the last digit to the first: the decimals fill one place, or one and a half (the half moves left by 100).
        if (decimals == 4)
        {
            digits[--count] = (short)(magnitude % Base);
            magnitude /= Base;
        }
        else
        {
            uint fraction = (uint)(magnitude % BarRow.RateScale);
            magnitude /= BarRow.RateScale;
            digits[--count] = (short)(fraction % 100 * 100);
            digits[--count] = (short)(fraction / 100);
        }
        int point = count;
        while (magnitude > 0)
        {
            digits[--count] = (short)(magnitude % Base);
            magnitude /= Base;
        }

        int first = count;
        int end = digits.Length;
        while (first < end && digits[first] == 0)
            first++;
        while (end > first && digits[end - 1] == 0)
            end--;

        int length = 8 + (2 * (end - first));
        BinaryPrimitives.WriteInt32BigEndian(target, length);
        BinaryPrimitives.WriteInt16BigEndian(target[4..], (short)(end - first));
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)(first == end ? 0 : point - first - 1));
        BinaryPrimitives.WriteInt16BigEndian(target[8..], scaled < 0 ? Negative : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(target[10..], (short)decimals);
        for (int i = first; i < end; i++)
            BinaryPrimitives.WriteInt16BigEndian(target[(12 + (2 * (i - first)))..], digits[i]);
        return 4 + length;
    }
}
