using System.Globalization;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class MadeUpMarketTests
{
    static readonly DateOnly s_from = new(2023, 3, 1);
    static readonly DateOnly s_to = new(2024, 2, 29);
    static readonly MadeUpMarket s_market = new(7, 120, s_from, s_to);

    [Fact]
    public void The_same_seed_makes_the_same_market()
    {
        var again = new MadeUpMarket(7, 120, s_from, s_to);
        var other = new MadeUpMarket(8, 120, s_from, s_to);

        Assert.Equal(Lines(s_market), Lines(again));
        Assert.NotEqual(Lines(s_market), Lines(other));
        Assert.Equal(s_market.Securities, again.Securities);
    }

    [Fact]
    public void The_calendar_has_every_day_to_the_end_of_the_year()
    {
        var days = s_market.Calendar;

        Assert.Equal(new DateOnly(1990, 12, 19), days[0].Day);
        Assert.Equal(new DateOnly(2024, 12, 31), days[^1].Day);
        Assert.Equal(days[^1].Day.DayNumber - days[0].Day.DayNumber + 1, days.Count);
        Assert.DoesNotContain(days, d => d.IsTradingDay && d.Day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && d.IsTradingDay);
        Assert.Empty(s_market.TradingDays(new(2023, 10, 1), new(2023, 10, 7)));
        Assert.InRange(s_market.TradingDays(new(2023, 1, 1), new(2023, 12, 31)).Count(), 235, 252);
    }

    [Fact]
    public void Prices_volumes_and_changes_of_every_bar_fit_together()
    {
        foreach (var bar in s_market.AShareBars(s_from, s_to).Where(b => b.TradeStatus == "1"))
        {
            var (open, high, low, close) = (Number(bar.Open), Number(bar.High), Number(bar.Low), Number(bar.Close));
            Assert.True(low > 0 && low <= Math.Min(open, close) && high >= Math.Max(open, close), bar.ToString());
            Assert.Matches(@"^\d+\.\d\d00$", bar.Close);
            Assert.Matches(@"^\d+$", bar.Volume);
            Assert.Matches(@"^\d+\.\d{4}$", bar.Amount);
            Assert.InRange(Number(bar.Amount) / Number(bar.Volume), low, high);
            Assert.Equal(Math.Round((close / Number(bar.Preclose) - 1) * 100, 6, MidpointRounding.AwayFromZero), Number(bar.PctChg));
        }
    }

    [Fact]
    public void Preclose_is_the_close_before_but_on_ex_dates()
    {
        var exDates = 0;
        foreach (var security in s_market.Securities.Where(s => s.IsAShare))
        {
            var factors = s_market.AdjustFactors(security.Code).ToDictionary(f => f.ExDate);
            MarketBar? before = null;
            var back = 1m;
            foreach (var bar in s_market.StockRange(security.Code, s_from, s_to))
            {
                if (before is not null && before.Close != bar.Preclose)
                {
                    back *= Number(before.Close) / Number(bar.Preclose);
                    Assert.Equal(Math.Round(back, 6, MidpointRounding.AwayFromZero), Number(factors[bar.Day].Back));
                    exDates++;
                }
                before = bar;
            }
            Assert.True(factors.Count == 0 || factors.Values.MaxBy(f => f.ExDate)!.Fore == "1.000000");
        }
        Assert.Equal(s_market.Securities.Sum(s => s_market.AdjustFactors(s.Code).Count), exDates);
        Assert.True(exDates > 20);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(120)]
    public void Every_oddity_of_the_real_market_occurs(int stocks)
    {
        var market = new MadeUpMarket(3, stocks, new(2024, 1, 1), new(2024, 3, 31));
        var bars = market.AShareBars(new(2024, 1, 1), new(2024, 3, 31)).ToList();

        Assert.Contains(bars, b => b is { TradeStatus: "0", Volume: "0", Amount: "0.0000", PctChg: "0.000000", Turn: "" });
        Assert.Contains(bars, b => b is { TradeStatus: "0", Volume: "", Amount: "", PctChg: "", Turn: "" });
        Assert.Contains(bars, b => b.IsSt == "1");
        Assert.Contains(bars, b => b.Volume.Length > 0 && long.Parse(b.Volume, CultureInfo.InvariantCulture) > 1L << 31);
        Assert.Contains(bars, b => b.PeTtm.StartsWith('-'));
        Assert.Contains(bars, b => b.PeTtm.Length == 0);
        Assert.Contains(market.Securities, s => s.Name.Contains('\n', StringComparison.Ordinal));
        Assert.Contains(market.Securities, s => s.Name == "万 科Ａ");
        Assert.Contains(market.Securities, s => s.IpoDate > new DateOnly(2024, 1, 2));
        Assert.Contains(market.Securities, s => s.OutDate > new DateOnly(2024, 1, 2));
        Assert.Contains(market.Securities, s => s.OutDate < new DateOnly(2024, 1, 1));
        Assert.Contains(market.Securities, s => market.AdjustFactors(s.Code).Count > 0);
    }

    [Fact]
    public void A_stock_has_a_bar_on_every_trading_day_between_listing_and_delisting()
    {
        foreach (var security in s_market.Securities.Where(s => s.IsAShare))
        {
            var first = security.IpoDate > s_from ? security.IpoDate : s_from;
            var last = security.OutDate?.AddDays(-1) ?? s_to;
            Assert.Equal(s_market.TradingDays(first, last), s_market.StockRange(security.Code, s_from, s_to).Select(b => b.Day));
        }
    }

    [Fact]
    public void Only_A_shares_are_in_the_market_day_but_all_are_listed()
    {
        var day = s_market.TradingDays(s_from, s_to).First();
        var shares = s_market.ListedCodes(day).ToList();
        var listed = s_market.ListedOn(day).Select(l => l.Code).ToList();

        Assert.All(shares, code => Assert.Matches(@"^(sh\.60|sh\.688|sz\.00|sz\.30)", code));
        Assert.Equal(shares.Count, shares.Select(c => c[3..]).Distinct().Count());
        Assert.Equal(["sh.000001", "sh.000300", "sh.113001", "sh.510050", "sh.900901", "sz.200002", "sz.399001"], listed.Except(shares));
        Assert.Contains("sz.000001", shares);
        Assert.Equal(120, s_market.Securities.Count(s => s.IsAShare));
    }

    [Fact]
    public void A_stock_and_a_day_tell_the_same_bar()
    {
        var day = s_market.TradingDays(s_from, s_to).ElementAt(100);

        Assert.All(s_market.MarketDay(day), bar => Assert.Equal(bar.ToString(), s_market.Bar(bar.Code, day)!.ToString()));
    }

    static IEnumerable<string> Lines(MadeUpMarket market) => market.AShareBars(s_from, s_from.AddDays(40)).Select(b => b.ToString());

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
