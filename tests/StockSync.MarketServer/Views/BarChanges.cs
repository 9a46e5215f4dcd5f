using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>What can be wrong with the values of a whole day.</summary>
static class BarChanges
{
    /// <summary>All values of the trading day before, under the right date. Who has no bar there keeps the right one.</summary>
    public static Func<MarketBar, MarketBar> Yesterday(IMarket market, DateOnly day, CodeChoice who)
    {
        var before = market.Calendar.LastOrDefault(d => d.IsTradingDay && d.Day < day).Day;
        return bar => market.Bar(bar.Code, before) is { } old ? old.With("date", DecimalText.Day(day)) : bar;
    }

    /// <summary>Half of each price; volume and amount stay, and so does the adjustflag.</summary>
    public static Func<MarketBar, MarketBar> Half(IMarket market, DateOnly day, CodeChoice who) =>
        bar => Scaled(bar, 0.5m, BarColumns.Open, BarColumns.High, BarColumns.Low, BarColumns.Close, BarColumns.Preclose);

    /// <summary>Fore adjusted prices that say they are not adjusted.</summary>
    public static Func<MarketBar, MarketBar> Adjusted(IMarket market, DateOnly day, CodeChoice who) => bar =>
    {
        var adjusted = AdjustedBars.Adjust([bar], market.AdjustFactors(bar.Code), "2").Single();
        var rounded = Scaled(adjusted, 1, BarColumns.Open, BarColumns.High, BarColumns.Low, BarColumns.Close, BarColumns.Preclose);
        return rounded.With(BarColumns.AdjustFlag, "3");
    };

    /// <summary>The first and the second share have each other's values, so have the third and the fourth, and so on.</summary>
    public static Func<MarketBar, MarketBar> Swapped(IMarket market, DateOnly day, CodeChoice who) =>
        Moved(market, day, who, (place, count) => (place ^ 1) < count ? place ^ 1 : place);

    /// <summary>Each share has the values of the one before it, the first those of the last.</summary>
    public static Func<MarketBar, MarketBar> Shifted(IMarket market, DateOnly day, CodeChoice who) =>
        Moved(market, day, who, (place, count) => (place + count - 1) % count);

    /// <summary>Volume, amount and turnover of a moment when only this share of the day's had been traded.</summary>
    public static BarChange Volume(double share) => (_, _, _) => bar =>
    {
        var part = (decimal)share;
        return bar.TradeStatus == "1" ? Scaled(bar, part, BarColumns.Volume, BarColumns.Amount, BarColumns.Turn) : bar;
    };

    /// <summary>The low is above the high.</summary>
    public static Func<MarketBar, MarketBar> Bad(IMarket market, DateOnly day, CodeChoice who) =>
        bar => bar.High.Length == 0 ? bar : bar.With(BarColumns.Low, Text(Number(bar.High) + 1, 4));

    /// <summary>Trade status 0, though there are volume and amount.</summary>
    public static Func<MarketBar, MarketBar> Untraded(IMarket market, DateOnly day, CodeChoice who) =>
        bar => bar.With(BarColumns.TradeStatus, "0");

    static Func<MarketBar, MarketBar> Moved(IMarket market, DateOnly day, CodeChoice who, Func<int, int, int> source)
    {
        var bars = market.MarketDay(day).Where(bar => who.Has(bar.Code)).ToList();
        var places = bars.Select((bar, place) => (bar.Code, place)).ToDictionary(p => p.Code, p => p.place);
        return bar => places.TryGetValue(bar.Code, out var place)
            ? bars[source(place, bars.Count)].With(BarColumns.Code, bar.Code)
            : bar;
    }

    // with the decimals the service sends for each column
    static MarketBar Scaled(MarketBar bar, decimal factor, params ReadOnlySpan<int> columns)
    {
        var values = (string[])bar.Values.Clone();
        foreach (var column in columns)
        {
            var decimals = column switch { BarColumns.Volume => 0, BarColumns.Turn => 6, _ => 4 };
            if (values[column].Length > 0)
                values[column] = Text(Number(values[column]) * factor, decimals);
        }
        return new MarketBar(bar.Day, values);
    }

    static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    static string Text(decimal number, int decimals) =>
        Math.Round(number, decimals, MidpointRounding.AwayFromZero).ToString($"F{decimals}", CultureInfo.InvariantCulture);
}
