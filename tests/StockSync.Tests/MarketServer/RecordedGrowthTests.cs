using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

/// <summary>A made-up market that grows as the real one did.</summary>
public sealed class RecordedGrowthTests
{
    static readonly DateOnly s_from = new(1990, 12, 19);
    static readonly DateOnly s_to = new(2026, 6, 30);
    static readonly MadeUpMarket s_market = new(1, 1_105, s_from, s_to, MarketGrowth.Recorded);

    // One in five of the real shares; the real numbers are of the ends of these years.
    [Theory]
    [InlineData(1991, 13)]
    [InlineData(1995, 314)]
    [InlineData(2000, 1_062)]
    [InlineData(2010, 2_044)]
    [InlineData(2018, 3_569)]
    [InlineData(2024, 5_122)]
    public void As_many_shares_are_listed_as_there_were(int year, int real)
    {
        var day = s_market.TradingDays(new(year, 12, 1), new(year, 12, 31)).Last();

        Assert.InRange(s_market.ListedOn(day).Count(l => IsAShare(l.Code)), (real / 5 * 0.97) - 2, (real / 5 * 1.03) + 2);
    }

    [Fact]
    public void About_one_in_seventeen_leaves()
    {
        var shares = s_market.Securities.Where(s => s.IsAShare).ToList();

        Assert.Equal(1_105, shares.Count);
        Assert.InRange(shares.Count(s => s.OutDate is not null), 40, 95);
        Assert.All(shares, s => Assert.True(s.OutDate is null || s.OutDate > s.IpoDate));
    }

    [Fact]
    public void A_few_shares_have_no_bars_for_half_a_year_and_their_price_stands_still()
    {
        var gaps = new List<int>();
        foreach (var security in s_market.Securities.Where(s => s.IsAShare))
        {
            var due = s_market.TradingDays(security.IpoDate, security.OutDate?.AddDays(-1) ?? s_to).ToList();
            var bars = s_market.StockRange(security.Code, s_from, s_to).ToList();
            Assert.Equal([due[0], due[^1]], [bars[0].Day, bars[^1].Day]);
            if (due.Count == bars.Count)
                continue;
            gaps.Add(due.Count - bars.Count);
            int before = due.Zip(bars).TakeWhile(p => p.First == p.Second.Day).Count();
            Assert.Equal(due[before + gaps[^1]], bars[before].Day);
            if (s_market.AdjustFactors(security.Code).All(f => f.ExDate != bars[before].Day))
                Assert.Equal(bars[before - 1].Close, bars[before].Preclose);
        }

        Assert.InRange(gaps.Count, 2, 14);
        Assert.All(gaps, days => Assert.InRange(days, 100, 156));
    }

    [Theory]
    [InlineData(1995, 0)]
    [InlineData(2003, 0.028)]
    [InlineData(2008, 0.199)]
    [InlineData(2015, 0.128)]
    [InlineData(2024, 0.001)]
    public void As_many_bars_are_suspended_as_there_were(int year, double real)
    {
        var bars = s_market.AShareBars(new(year, 1, 1), new(year, 12, 31)).ToList();

        Assert.InRange(bars.Count(b => b.TradeStatus == "0") / (double)bars.Count, real * 0.7, (real * 1.3) + 0.004);
    }

    [Fact]
    public void What_a_share_lives_through_does_not_depend_on_where_the_market_begins()
    {
        var later = new MadeUpMarket(1, 1_105, new(2015, 1, 1), s_to, MarketGrowth.Recorded);

        Assert.Equal(
            s_market.Securities.Where(s => s.IsAShare).Select(s => (s.Code, s.IpoDate, s.OutDate)),
            later.Securities.Where(s => s.IsAShare).Select(s => (s.Code, s.IpoDate, s.OutDate)));
        var day = later.TradingDays(new(2016, 3, 1), s_to).First();
        Assert.Equal(s_market.ListedOn(day).Where(l => IsAShare(l.Code)), later.ListedOn(day).Where(l => IsAShare(l.Code)));
    }

    [Fact]
    public void A_market_that_ends_early_does_not_know_later_shares()
    {
        var early = new MadeUpMarket(1, 1_105, s_from, new(1999, 12, 31), MarketGrowth.Recorded);

        Assert.InRange(early.Securities.Count(s => s.IsAShare), 180, 190);
        Assert.Equal(early.AShareBars(s_from, new(1999, 12, 31)).Count(), early.CountBars());
    }

    static bool IsAShare(string code) => s_market.Securities.First(s => s.Code == code).IsAShare;
}
