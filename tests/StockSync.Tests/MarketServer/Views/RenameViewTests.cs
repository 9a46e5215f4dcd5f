using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>A stock that trades on under another code.</summary>
public sealed class RenameViewTests
{
    const string Old = "sz.300001";
    const string Current = "sz.302132";

    static readonly string[] s_days = [.. ViewRig.Market.StockRange(Old, DateOnly.MinValue, DateOnly.MaxValue).Select(bar => bar["date"])];

    [Theory]
    [InlineData("")]
    [InlineData(" out 2024-02-29")]
    public async Task The_whole_history_changes_its_code_on_the_day(string variant)
    {
        await using var rig = await ViewRig.StartAsync($"rename {Old} {Current} from 2024-02-29{variant}");

        rig.Service.Options.PublishedUntil = new(2024, 2, 28);
        await AssertCodeAsync(rig, Old, Current);
        Assert.DoesNotContain(Current, await rig.StocksAsync());

        rig.Service.Options.PublishedUntil = ViewRig.Date;
        await AssertCodeAsync(rig, Current, Old);
        var stocks = await rig.StocksAsync();
        Assert.Equal(variant.Length == 0 ? null : ["2024-02-29", "1", "0"], stocks.GetValueOrDefault(Old)?[2..]);
        Assert.Equal(stocks.Keys.Order(StringComparer.Ordinal), stocks.Keys);
    }

    [Fact]
    public async Task It_may_have_been_renamed_already()
    {
        await using var rig = await ViewRig.StartAsync($"rename {Old} {Current} now");
        rig.Service.Options.PublishedUntil = ViewRig.Date;

        await AssertCodeAsync(rig, Current, Old);
    }

    [Fact]
    public async Task Ex_dates_and_adjusted_prices_move_along()
    {
        var factor = ViewRig.Market.AdjustFactors("sh.600001")[^1];
        var day = factor.ExDate.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await using var rig = await ViewRig.StartAsync();
        var before = await rig.Client.BarsAsync("sh.600001", "2024-01-01", "2024-03-31", "close", "1");

        rig.Service.Views.Set("rename sh.600001 sh.609999 now");
        var after = await rig.Client.BarsAsync("sh.609999", "2024-01-01", "2024-03-31", "close", "1");
        var ofStock = await rig.Client.AskAsync("15", "query_adjust_factor", "anonymous", "1", "2000", "sh.609999", day, day);
        var ofOld = await rig.Client.AskAsync("15", "query_adjust_factor", "anonymous", "1", "2000", "sh.600001", day, day);
        var ofDay = await rig.Client.AskAsync("9C", "query_daily_adjust_factor", "anonymous", day);

        Assert.Equal(before.Rows, after.Rows);
        Assert.Equal("sh.609999", ofStock.Rows.Single()[0]);
        Assert.Empty(ofOld.Rows);
        Assert.Contains(ofDay.Rows, row => row[0] == "sh.609999");
        Assert.DoesNotContain(ofDay.Rows, row => row[0] == "sh.600001");
    }

    [Fact]
    public async Task What_stood_under_the_new_code_is_hidden()
    {
        await using var rig = await ViewRig.StartAsync($"rename {Old} sh.600000 now");

        Assert.Equal(ViewRig.Market.Bar(Old, ViewRig.Date)!.Close, (await rig.DayAsync())["sh.600000"].Close);
        Assert.Single(await rig.ListAsync(), "sh.600000");
        Assert.Equal(66, (await rig.StocksAsync()).Count);
    }

    // published until a day in February: the history ends there
    static async Task AssertCodeAsync(ViewRig rig, string shown, string hidden)
    {
        var last = rig.Service.Options.PublishedUntil!.Value;
        var text = last == ViewRig.Date ? ViewRig.Day : ViewRig.DayBefore;
        var range = await rig.RangeAsync(shown);
        Assert.Equal(s_days.Where(day => string.CompareOrdinal(day, text) <= 0), range.Keys);
        Assert.All(range.Values, bar => Assert.Equal(shown, bar.Code));
        Assert.Empty(await rig.RangeAsync(hidden));
        foreach (var day in new[] { "2024-02-20", text })
        {
            var rows = await rig.DayAsync(day);
            Assert.Contains(shown, rows);
            Assert.DoesNotContain(hidden, rows);
            Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), rows.Keys);
            var list = await rig.ListAsync(day);
            Assert.Contains(shown, list);
            Assert.DoesNotContain(hidden, list);
            Assert.Equal(list.Order(StringComparer.Ordinal), list);
        }
        var truth = ViewRig.Market.Securities.Single(s => s.Code == Old);
        Assert.Equal($"{truth.IpoDate:yyyy-MM-dd}", (await rig.StocksAsync())[shown][1]);
    }
}
