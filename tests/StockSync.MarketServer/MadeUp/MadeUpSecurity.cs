using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>One security of a made-up market. Its walk is made at the first question and kept; all else is made anew each time.</summary>
sealed class MadeUpSecurity(MarketSecurity basic, int number, MadeUpPlan plan, MadeUpTraits traits, Dice dice)
{
    MadeUpWalk? _walk;

    public MarketSecurity Basic => basic;

    public long BarCount => plan.BarCount;

    // Two threads may both make it; they make the same one.
    MadeUpWalk Walk => _walk ??= new MadeUpWalk(plan, number, traits.IssuePrice, traits.IsShare, dice.For(20));

    public bool HasBar(int day) => plan.HasBar(day);

    public MarketListing Listing(int day) => new(basic.Code, plan.IsSuspended(day, out _) ? "0" : "1", basic.Name);

    public MarketBar Bar(int day, DateOnly date, string dateText)
    {
        var values = new string[BarColumns.All.Count];
        values[BarColumns.Date] = dateText;
        values[BarColumns.Code] = basic.Code;
        values[BarColumns.AdjustFlag] = "3";
        values[BarColumns.IsSt] = basic.Type == 5 || day >= plan.StFrom ? "1" : "0";
        var close = Walk.Close(day);
        if (plan.IsSuspended(day, out var blank))
            FillSuspended(values, close, blank);
        else
            FillTraded(values, day, close);
        FillValuation(values, close);
        return new MarketBar(date, values);
    }

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(IReadOnlyList<DateOnly> days)
    {
        var rows = Walk.ExDates;
        if (rows.Count == 0)
            return [];
        var last = rows.Values.Last().Back;
        return [.. rows.Select(row => new MarketAdjustFactor(
            basic.Code, days[row.Key], Factor(row.Value.Back / last), Factor(row.Value.Back), Factor(row.Value.Back)))];
    }

    public bool HasExDate(int day) => Walk.ExDates.ContainsKey(day);

    void FillTraded(string[] values, int day, int close)
    {
        var roll = dice.For(30).For(day);
        var preclose = Walk.Preclose(day);
        var open = Math.Max(1, preclose + preclose * roll.For(1).Between(-10, 10) / 1000);
        var high = Math.Max(open, close) + close * roll.For(2).Below(12) / 1000;
        var low = Math.Max(1, Math.Min(open, close) - close * roll.For(3).Below(12) / 1000);
        var volume = traits.Volume * roll.For(4).Between(500, 2000) / 1000 + roll.For(5).Below(100);
        values[BarColumns.Open] = Price(open);
        values[BarColumns.High] = Price(high);
        values[BarColumns.Low] = Price(low);
        values[BarColumns.Close] = Price(close);
        values[BarColumns.Preclose] = Price(preclose);
        values[BarColumns.Volume] = volume.ToString(CultureInfo.InvariantCulture);
        // volume x the mean of the four prices, in ten-thousandths of a yuan
        values[BarColumns.Amount] = DecimalText.Of(volume * ((long)open + high + low + close) * 25, 4);
        values[BarColumns.Turn] = DecimalText.Of(DecimalText.Divide(volume * 100_000_000, traits.FloatShares), 6);
        values[BarColumns.TradeStatus] = "1";
        values[BarColumns.PctChg] = DecimalText.Of(DecimalText.Divide((close - preclose) * 100_000_000L, preclose), 6);
    }

    // The row exists; older downloads of the real service hold zeros here, newer ones nothing.
    static void FillSuspended(string[] values, int close, bool blank)
    {
        for (var column = BarColumns.Open; column <= BarColumns.Preclose; column++)
            values[column] = Price(close);
        values[BarColumns.Volume] = blank ? "" : "0";
        values[BarColumns.Amount] = blank ? "" : "0.0000";
        values[BarColumns.Turn] = "";
        values[BarColumns.TradeStatus] = "0";
        values[BarColumns.PctChg] = blank ? "" : "0.000000";
    }

    void FillValuation(string[] values, int close)
    {
        for (var i = 0; i < 4; i++)
            values[BarColumns.PeTtm + i] = traits.PerShare[i] is var per && per == 0
                ? ""
                : DecimalText.Of((per < 0 ? -1 : 1) * DecimalText.Divide(close * 10_000_000L, Math.Abs(per)), 6);
    }

    static string Price(int hundredths) => DecimalText.Of(hundredths * 100L, 4);

    static string Factor(decimal factor) =>
        Math.Round(factor, 6, MidpointRounding.AwayFromZero).ToString("0.000000", CultureInfo.InvariantCulture);
}
