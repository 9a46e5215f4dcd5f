using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>Rows that are missing in market days, stock ranges and lists of a day.</summary>
public sealed class RowViewTests
{
    static readonly string[] s_all = [.. ViewRig.Market.ListedCodes(ViewRig.Date)];

    [Theory]
    [InlineData("bars 2024-02-29 share 0.4", true, true, false)]
    [InlineData("bars 2024-02-29 share 0.4 only 98", true, false, false)]
    [InlineData("bars 2024-02-29 share 0.4 only 95", false, true, false)]
    [InlineData("list 2024-02-29 share 0.4", false, false, true)]
    [InlineData("both 2024-02-29 share 0.4", true, true, true)]
    [InlineData("both 2024-02-29 share 0.4 only 98", true, false, true)]
    [InlineData("both 2024-02-29 share 0.4 only 95", false, true, true)]
    public async Task A_day_is_thin_where_the_rule_says_so(string rule, bool thinDay, bool thinRanges, bool thinList)
    {
        await using var rig = await ViewRig.StartAsync(rule);
        string[] missing = Missing("both 2024-02-29 share 0.4");
        Assert.InRange(missing.Length, s_all.Length * 0.4, s_all.Length * 0.8);

        var inRanges = new List<string>();
        foreach (var code in s_all)
            if ((await rig.RangeAsync(code)).ContainsKey(ViewRig.Day))
                inRanges.Add(code);

        Assert.Equal(thinDay ? missing : [], s_all.Except((await rig.DayAsync()).Keys));
        Assert.Equal(thinRanges ? missing : [], s_all.Except(inRanges));
        Assert.Equal(thinList ? missing : [], s_all.Except(await rig.ListAsync()));
        Assert.Equal(s_all.Length, (await rig.DayAsync(ViewRig.DayBefore)).Count);
        Assert.Equal(s_all.Length, (await rig.DayAsync(ViewRig.DayAfter)).Count);
        Assert.Empty(s_all.Except(await rig.ListAsync(ViewRig.DayBefore)));
    }

    [Fact]
    public void Who_is_missing_in_a_small_share_is_missing_in_a_greater_one()
    {
        string[] before = [];
        foreach (var share in new[] { "0", "0.05", "0.3", "0.95", "1" })
        {
            var missing = Missing($"bars 2024-02-29 lacking {share}");
            Assert.Empty(before.Except(missing));
            Assert.True(missing.Length > before.Length || share == "0");
            before = missing;
        }
        Assert.Equal(s_all, before);
        Assert.Equal(Missing("bars 2024-02-29 lacking 0.25"), Missing("list 2024-02-29 share 0.75"));
        Assert.NotEqual(Missing("bars 2024-02-29 lacking 0.25"), Missing("bars 2024-02-29 lacking 0.25 seed 7"));
    }

    [Fact]
    public void A_share_of_many_stocks_is_that_share_of_them()
    {
        var market = new MadeUpMarket(1, 4000, ViewRig.Date, ViewRig.Date);

        var shown = ViewText.Parse("bars 2024-02-29 lacking 0.01").Over(market, default);

        Assert.InRange(market.MarketDay(ViewRig.Date).Count() - shown.MarketDay(ViewRig.Date).Count(), 25, 55);
    }

    [Fact]
    public async Task Days_in_a_range_lack_the_codes_named()
    {
        await using var rig = await ViewRig.StartAsync("both 2024-02-28..2024-02-29 without sh.600000,sz.000001");

        foreach (var day in new[] { ViewRig.DayBefore, ViewRig.Day })
        {
            var rows = await rig.DayAsync(day);
            Assert.Equal(["sh.600000", "sz.000001"], s_all.Except(rows.Keys));
            Assert.Equal(["sh.600000", "sz.000001"], s_all.Except(await rig.ListAsync(day)));
        }
        var range = await rig.RangeAsync("sh.600000");
        Assert.Equal([ViewRig.DayBefore, ViewRig.Day], Days("sh.600000").Except(range.Keys));
        Assert.Equal(Days("sz.000002"), (await rig.RangeAsync("sz.000002")).Keys);
    }

    [Fact]
    public async Task A_bar_that_was_shown_can_be_withdrawn_and_come_back()
    {
        await using var rig = await ViewRig.StartAsync();
        Assert.Contains("sh.600000", await rig.DayAsync());

        var view = rig.Service.Views.Add("bars 2024-02-29 without sh.600000");
        Assert.DoesNotContain("sh.600000", await rig.DayAsync());

        Assert.True(rig.Service.Views.Remove(view));
        Assert.False(rig.Service.Views.Remove(view));
        Assert.Contains("sh.600000", await rig.DayAsync());
    }

    [Fact]
    public async Task A_suspended_stock_is_in_the_stock_list_only()
    {
        await using var rig = await ViewRig.StartAsync("suspend sh.600000,sz.000001 2024-02-01..2024-03-15");

        Assert.Equal(
            Days("sh.600000").Where(day => IsBefore(day, "2024-02-01") || IsBefore("2024-03-15", day)),
            (await rig.RangeAsync("sh.600000")).Keys);
        Assert.Equal(["sh.600000", "sz.000001"], s_all.Except((await rig.DayAsync()).Keys));
        Assert.Equal(["sh.600000", "sz.000001"], s_all.Except(await rig.ListAsync()));
        Assert.Equal(["", "1", "1"], (await rig.StocksAsync())["sh.600000"][2..]);
    }

    static bool IsBefore(string day, string other) => string.CompareOrdinal(day, other) < 0;

    static string[] Missing(string rule)
    {
        var shown = ViewText.Parse(rule).Over(ViewRig.Market, default);
        return rule.StartsWith("list", StringComparison.Ordinal)
            ? [.. s_all.Except(shown.ListedOn(ViewRig.Date).Select(row => row.Code))]
            : [.. s_all.Except(shown.ListedCodes(ViewRig.Date))];
    }

    static IEnumerable<string> Days(string code) =>
        ViewRig.Market.StockRange(code, DateOnly.MinValue, DateOnly.MaxValue).Select(bar => bar["date"]);
}
