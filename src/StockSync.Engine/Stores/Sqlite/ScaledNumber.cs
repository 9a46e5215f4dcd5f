using System.Globalization;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>Scaled integers as doubles: the nearest double of the decimal, so that 9.69 is written and read as 9.69.</summary>
static class ScaledNumber
{
    // Up to here the integer itself is exact as a double, and IEEE division rounds only once.
    const long ExactLimit = 1L << 53;

    public static double ToDouble(long scaled, int scale) => Math.Abs(scaled) <= ExactLimit
        ? scaled / (double)scale
        : double.Parse(((decimal)scaled / scale).ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
