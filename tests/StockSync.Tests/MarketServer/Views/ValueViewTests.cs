using System.Globalization;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>Values that are wrong in themselves, the same in market days and stock ranges.</summary>
public sealed class ValueViewTests
{
    static readonly MarketBar[] s_right = [.. ViewRig.Market.MarketDay(ViewRig.Date)];

    [Theory]
    [InlineData("yesterday")]
    [InlineData("half")]
    [InlineData("swapped")]
    [InlineData("shifted")]
    [InlineData("volume 0.5")]
    [InlineData("bad sh.600000")]
    [InlineData("untraded sh.600000")]
    public async Task A_stock_and_a_day_tell_the_same_wrong_bar(string values)
    {
        await using var rig = await ViewRig.StartAsync($"values 2024-02-29 {values}");

        var day = await rig.DayAsync();

        Assert.Equal(s_right.Select(bar => bar.Code), day.Keys);
        Assert.NotEqual(s_right.Select(bar => bar.ToString()), day.Values.Select(bar => bar.ToString()));
        foreach (var (code, bar) in day)
        {
            var range = await rig.RangeAsync(code, ViewRig.DayBefore, ViewRig.DayAfter);
            Assert.Equal(bar.ToString(), range[ViewRig.Day].ToString());
            Assert.Equal(ViewRig.Market.Bar(code, new(2024, 2, 28))?.ToString(), range.GetValueOrDefault(ViewRig.DayBefore)?.ToString());
            Assert.Equal(ViewRig.Market.Bar(code, new(2024, 3, 1))?.ToString(), range.GetValueOrDefault(ViewRig.DayAfter)?.ToString());
        }
    }

    [Fact]
    public async Task Yesterday_comes_again_under_the_date_of_today()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29..2024-03-01 yesterday");

        var day = await rig.DayAsync();
        var next = await rig.DayAsync(ViewRig.DayAfter);

        foreach (var bar in day.Values)
            Assert.Equal(OnDay(bar.Code, new(2024, 2, 28)).With("date", ViewRig.Day).ToString(), bar.ToString());
        foreach (var bar in next.Values)
            Assert.Equal(OnDay(bar.Code, ViewRig.Date).With("date", ViewRig.DayAfter).ToString(), bar.ToString());
    }

    [Fact]
    public async Task Who_did_not_trade_yesterday_keeps_the_bar_of_today()
    {
        await using var rig = await ViewRig.StartAsync("suspend sh.600000 2024-02-28", "values 2024-02-29 yesterday");

        Assert.Equal(OnDay("sh.600000", ViewRig.Date).ToString(), (await rig.DayAsync())["sh.600000"].ToString());
    }

    [Fact]
    public async Task Half_prices_keep_flag_and_volume()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 half");

        foreach (var (right, bar) in s_right.Zip((await rig.DayAsync()).Values))
        {
            Assert.Equal(Number(right.Close) / 2, Number(bar.Close));
            Assert.Equal(Number(right.Preclose) / 2, Number(bar.Preclose));
            Assert.Matches(@"^\d+\.\d{4}$", bar.Low);
            Assert.Equal(("3", right.Volume, right.Amount, right.PctChg), (bar.AdjustFlag, bar.Volume, bar.Amount, bar.PctChg));
        }
    }

    [Fact]
    public async Task Adjusted_prices_say_they_are_not()
    {
        var factors = ViewRig.Market.AdjustFactors("sh.600001");
        var before = ViewRig.Market.TradingDays(DateOnly.MinValue, factors[^1].ExDate.AddDays(-1)).Last();
        var day = before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var rig = await ViewRig.StartAsync("values 2024-01-01..2024-03-31 adjusted");

        var bars = await rig.RangeAsync("sh.600001");

        var expected = Math.Round(Number(OnDay("sh.600001", before).Close) * Number(factors[^2].Fore), 4, MidpointRounding.AwayFromZero);
        Assert.Equal((expected, "3"), (Number(bars[day].Close), bars[day].AdjustFlag));
        Assert.Equal(OnDay("sh.600001", ViewRig.Date.AddDays(29)).ToString(), bars["2024-03-29"].ToString());
        Assert.Equal(OnDay("sz.000002", ViewRig.Date).ToString(), (await rig.DayAsync())["sz.000002"].ToString());
    }

    [Fact]
    public async Task Codes_are_swapped_in_pairs()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 swapped");

        var day = await rig.DayAsync();

        for (var i = 0; i < s_right.Length; i++)
        {
            var partner = s_right[i + (i % 2 == 0 ? i + 1 < s_right.Length ? 1 : 0 : -1)];
            Assert.Equal(partner.With("code", s_right[i].Code).ToString(), day[s_right[i].Code].ToString());
        }
        Assert.Equal(OnDay("sh.000001", ViewRig.Date).ToString(), (await rig.RangeAsync("sh.000001"))[ViewRig.Day].ToString());
    }

    [Fact]
    public async Task Codes_are_shifted_by_one()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 shifted");

        var day = await rig.DayAsync();

        for (var i = 0; i < s_right.Length; i++)
            Assert.Equal(s_right[i == 0 ? ^1 : i - 1].With("code", s_right[i].Code).ToString(), day[s_right[i].Code].ToString());
    }

    [Fact]
    public async Task A_part_of_the_volume_is_a_part_of_amount_and_turnover_too()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 volume 0.25");

        foreach (var (right, bar) in s_right.Zip((await rig.DayAsync()).Values))
        {
            Assert.Equal(right.Close, bar.Close);
            if (right.TradeStatus == "0")
            {
                Assert.Equal(right.ToString(), bar.ToString());
                continue;
            }
            Assert.Matches(@"^\d+$", bar.Volume);
            Assert.InRange(Number(bar.Volume) / Number(right.Volume), 0.2499m, 0.2501m);
            Assert.InRange(Number(bar.Amount) / Number(right.Amount), 0.2499m, 0.2501m);
            Assert.InRange(Number(bar.Turn) / Number(right.Turn), 0.2499m, 0.2501m);
        }
    }

    [Fact]
    public async Task A_bad_row_has_its_low_above_its_high_and_stands_alone()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 bad sh.600000,sz.000002");

        var bad = (await rig.DayAsync()).Values.Where(bar => Number(bar.Low) > Number(bar.High)).Select(bar => bar.Code);

        Assert.Equal(["sh.600000", "sz.000002"], bad);
    }

    [Fact]
    public async Task An_untraded_row_has_volume_all_the_same()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-01..2024-02-29 untraded sh.600000");

        var days = await rig.RangeAsync("sh.600000");

        Assert.All(days, day => Assert.Equal(day.Key.StartsWith("2024-02", StringComparison.Ordinal) ? "0" : "1", day.Value.TradeStatus));
        Assert.Equal(OnDay("sh.600000", ViewRig.Date).Volume, days[ViewRig.Day].Volume);
    }

    [Theory]
    [InlineData("half of sh.600000,sz.000001", 2)]
    [InlineData("swapped of sh.600000,sz.000001", 2)]
    [InlineData("half of share 0", 0)]
    public async Task Some_values_are_wrong_and_the_others_right(string values, int count)
    {
        await using var rig = await ViewRig.StartAsync($"values 2024-02-29 {values}");

        Assert.Equal(count, s_right.Zip((await rig.DayAsync()).Values).Count(pair => pair.First.ToString() != pair.Second.ToString()));
    }

    [Fact]
    public async Task A_share_of_wrong_values_is_the_same_in_both_answers()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 half of share 0.3");

        var day = await rig.DayAsync();
        var wrong = s_right.Where(right => right.Close != day[right.Code].Close).Select(right => right.Code).ToList();

        Assert.InRange(wrong.Count, 5, 30);
        foreach (var right in s_right)
            Assert.Equal(wrong.Contains(right.Code), (await rig.RangeAsync(right.Code))[ViewRig.Day].Close != right.Close);
    }

    [Theory]
    [InlineData("98", true, false)]
    [InlineData("95", false, true)]
    public async Task One_kind_of_answer_alone_may_be_wrong(string type, bool day, bool range)
    {
        await using var rig = await ViewRig.StartAsync($"values 2024-02-29 half only {type}");
        var right = OnDay("sh.600000", ViewRig.Date).Close;

        Assert.Equal(day, (await rig.DayAsync())["sh.600000"].Close != right);
        Assert.Equal(range, (await rig.RangeAsync("sh.600000"))[ViewRig.Day].Close != right);
    }

    static MarketBar OnDay(string code, DateOnly day) => ViewRig.Market.Bar(code, day)!;

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
