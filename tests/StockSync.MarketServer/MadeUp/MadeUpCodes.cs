using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>Codes of the four boards in about the real proportions; six digits never repeat among the shares.</summary>
static class MadeUpCodes
{
    /// <summary>The STAR board has 999 numbers, and one share in nine is on it.</summary>
    public const int Most = 8_900;

    public static string Of(int number)
    {
        var round = number / 9;
        return (number % 9) switch
        {
            0 => Code("sh", 600_000 + 3 * round),
            1 => Code("sz", 1 + 3 * round),
            2 => Code("sz", 300_001 + 2 * round),
            3 => Code("sh", 600_001 + 3 * round),
            4 => Code("sz", 2 + 3 * round),
            5 => Code("sz", 300_002 + 2 * round),
            6 => Code("sh", 600_002 + 3 * round),
            7 => Code("sz", 3 + 3 * round),
            _ => Code("sh", 688_001 + round),
        };
    }

    static string Code(string exchange, int number) => string.Create(CultureInfo.InvariantCulture, $"{exchange}.{number:D6}");
}
