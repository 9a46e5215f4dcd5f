using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>
/// Bars with adjusted prices: raw price x factor of the last ex date up to the day, 10 decimals. Adjustflag 1 is back, 2 fore
/// adjusted. Recorded bars that already carry the flag asked for are left as they are.
/// </summary>
static class AdjustedBars
{
    public static IEnumerable<MarketBar> Adjust(IEnumerable<MarketBar> bars, IReadOnlyList<MarketAdjustFactor> factors, string flag)
    {
        // before the first ex date: 1 for back adjusted prices, for fore adjusted ones what makes the newest factor 1
        var first = flag == "1" || factors.Count == 0 ? 1m : 1m / Number(factors[^1].Back);
        foreach (var bar in bars)
        {
            if (bar.AdjustFlag == flag)
            {
                yield return bar;
                continue;
            }
            var last = factors.LastOrDefault(f => f.ExDate <= bar.Day);
            var factor = last is null ? first : Number(flag == "1" ? last.Back : last.Fore);
            var values = (string[])bar.Values.Clone();
            for (var column = BarColumns.Open; column <= BarColumns.Preclose; column++)
                if (values[column].Length > 0)
                    values[column] = Price(Number(values[column]) * factor);
            values[BarColumns.AdjustFlag] = flag;
            yield return new MarketBar(bar.Day, values);
        }
    }

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    static string Price(decimal price) =>
        Math.Round(price, 10, MidpointRounding.AwayFromZero).ToString("0.0000000000", CultureInfo.InvariantCulture);
}
