namespace StockSync.MarketServer;

/// <summary>Makes the securities of a made-up market.</summary>
sealed class MadeUpSecurities(Dice dice, IReadOnlyList<DateOnly> earlier, IReadOnlyList<DateOnly> days, DateOnly from)
{
    public IEnumerable<MadeUpSecurity> Shares(int count)
    {
        for (var number = 0; number < count; number++)
        {
            var own = dice.For(number);
            var plan = MadeUpPlan.Of(number, days.Count, own.For(1));
            var (ipo, gone) = Dates(plan, own.For(3));
            yield return Share(number, plan, ipo, gone, own);
        }
    }

    /// <summary>Those of so many shares with the recorded growth that are listed before the market ends.</summary>
    public IEnumerable<MadeUpSecurity> RecordedShares(int count)
    {
        List<DateOnly> calendar = [.. earlier, .. days];
        for (var number = 0; number < count; number++)
        {
            var own = dice.For(number);
            if (RecordedLife.Of(number, count, calendar, earlier.Count, own.For(6)) is { } life)
                yield return Share(number, life.Plan, life.Ipo, life.Gone, own);
        }
    }

    public IEnumerable<MadeUpSecurity> Others() =>
    [
        Other(-1, "sh.000001", "上证综合指数", 2, 310_000, 4_000_000_000),
        Other(-2, "sh.000300", "沪深300指数", 2, 400_000, 3_000_000_000),
        Other(-3, "sz.399001", "深证成份指数", 2, 1_000_000, 2_000_000_000),
        Other(-4, "sh.510050", "上证50ETF", 5, 280, 900_000_000),
        Other(-5, "sh.113001", "中行转债", 4, 11_000, 500_000),
        Other(-6, "sh.900901", "云赛Ｂ股", 1, 60, 800_000),
        Other(-7, "sz.200002", "万科B", 1, 900, 1_200_000),
    ];

    static MadeUpSecurity Share(int number, MadeUpPlan plan, DateOnly ipo, DateOnly? gone, Dice own)
    {
        var code = MadeUpCodes.Of(number);
        var name = MadeUpNames.Of(number, code, plan.StFrom == 0, own.For(2));
        return new MadeUpSecurity(
            new MarketSecurity(code, name, ipo, gone, 1), number, plan, MadeUpTraits.OfShare(number, own.For(4)), own.For(5));
    }

    MadeUpSecurity Other(int number, string code, string name, int type, int price, long volume) => new(
        new MarketSecurity(code, name, earlier.Count > 0 ? earlier[0] : from, null, type),
        number, MadeUpPlan.Always(days.Count), MadeUpTraits.OfOther(price, volume), dice.For(number));

    // The service's outDate is the day after the last bar.
    (DateOnly Ipo, DateOnly? Out) Dates(MadeUpPlan plan, Dice own)
    {
        var gone = plan.Last < days.Count - 1 && plan.Last >= 0 ? days[plan.Last].AddDays(1) : (DateOnly?)null;
        if (!plan.ListedBefore)
            return (days[plan.First], gone);
        if (earlier.Count == 0)
            return (days.Count > 0 ? days[0] : from, plan.DelistedBefore ? from : gone);
        var ipo = own.For(1).Below(earlier.Count);
        if (plan.DelistedBefore)
            gone = earlier[own.For(2).Between(ipo, earlier.Count - 1)].AddDays(1);
        return (earlier[ipo], gone);
    }
}
