using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>A stock list that is short, late or wrong; bars and lists of a day stay as they are.</summary>
public sealed class StockListViewTests
{
    [Theory]
    [InlineData("stocks first 50", 50)]
    [InlineData("stocks first 0", 0)]
    [InlineData("stocks share 0", 0)]
    [InlineData("stocks share 1", 67)]
    [InlineData("stocks without sh.600000,sz.000001", 65)]
    public async Task A_short_list_has_so_many_entries(string rule, int count)
    {
        await using var rig = await ViewRig.StartAsync(rule);

        Assert.Equal(count, (await rig.StocksAsync()).Count);
        Assert.Equal(ViewRig.Market.ListedCodes(ViewRig.Date), (await rig.DayAsync()).Keys);
        Assert.Equal(ViewRig.Market.ListedOn(ViewRig.Date).Select(row => row.Code), await rig.ListAsync());
    }

    [Fact]
    public async Task A_share_of_the_list_is_part_of_a_greater_one()
    {
        await using var rig = await ViewRig.StartAsync("stocks share 0.25");
        var quarter = await rig.StocksAsync();
        rig.Service.Views.Set("stocks share 0.75");
        var more = await rig.StocksAsync();

        Assert.InRange(quarter.Count, 5, 30);
        Assert.InRange(more.Count, 35, 62);
        Assert.Empty(quarter.Keys.Except(more.Keys));
    }

    [Fact]
    public async Task Entries_have_what_the_rules_say()
    {
        var gone = ViewRig.Market.Securities.First(s => s.OutDate > ViewRig.Date).Code;
        await using var rig = await ViewRig.StartAsync(
            "stocks type 5 sh.600000,sz.000001",
            "stocks listed sh.600001 2024-02-15",
            "stocks out sh.600002 2024-03-01",
            $"stocks out {gone} -");

        var stocks = await rig.StocksAsync();

        Assert.Equal("5", stocks["sh.600000"][3]);
        Assert.Equal("5", stocks["sz.000001"][3]);
        Assert.Equal("2024-02-15", stocks["sh.600001"][1]);
        Assert.Equal(["2024-03-01", "1", "0"], stocks["sh.600002"][2..]);
        Assert.Equal(["", "1", "1"], stocks[gone][2..]);
        Assert.Equal("2024-02-15", (await rig.Client.StockBasicAsync("sh.600001")).Rows.Single()[2]);
        Assert.Contains("sh.600000", await rig.DayAsync());
        Assert.Equal("2024-01-02", (await rig.RangeAsync("sh.600001")).Keys.First());
    }

    [Fact]
    public async Task A_capped_page_repeats_the_size_asked_for_and_the_next_one_goes_on()
    {
        await using var rig = await ViewRig.StartAsync("stocks pagecap 30");
        var codes = new List<string>();
        foreach (var (page, count) in new[] { (1, 30), (2, 30), (3, 7), (4, 0) })
        {
            var answer = await rig.Client.AskAsync("45", "query_stock_basic", "anonymous", $"{page}", "10000", "", "");
            Assert.Equal([$"{page}", "10000"], answer.Slots[4..6]);
            Assert.Equal(count, answer.Rows.Length);
            codes.AddRange(answer.Rows.Select(row => row[0]));
        }

        Assert.Equal(ViewRig.Market.Securities.Select(s => s.Code), codes);
        Assert.Equal(ViewRig.Market.ListedOn(ViewRig.Date).Count(), (await rig.ListAsync()).Length);
        var small = await rig.Client.AskAsync("45", "query_stock_basic", "anonymous", "2", "10", "", "");
        Assert.Equal(codes[10..20], small.Rows.Select(row => row[0]));
    }

    [Fact]
    public async Task A_late_stock_is_named_after_the_evening_of_its_day()
    {
        await using var rig = await ViewRig.StartAsync("stocks late sh.600000,sz.000001 until 2024-02-28");

        rig.Service.Options.PublishedUntil = new(2024, 2, 28);
        Assert.DoesNotContain("sh.600000", await rig.StocksAsync());
        Assert.DoesNotContain("sz.000001", await rig.StocksAsync());
        Assert.Contains("sh.600000", await rig.DayAsync(ViewRig.DayBefore));

        rig.Service.Options.PublishedUntil = ViewRig.Date;
        Assert.Contains("sh.600000", await rig.StocksAsync());
    }

    [Fact]
    public async Task Where_everything_is_published_the_clock_says_what_day_it_is()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2024, 4, 1, 23, 0, 0, TimeSpan.FromHours(8)));
        await using var service = await MarketService.StartAsync(ViewRig.Market, new() { TimeProvider = clock });
        service.Views.Set("stocks late sh.600000 until 2024-04-01");
        using var client = await WireClient.LoginAsync(service);

        Assert.Empty((await client.StockBasicAsync("sh.600000")).Rows);
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Single((await client.StockBasicAsync("sh.600000")).Rows);
    }

    [Fact]
    public async Task A_growing_list_is_longer_each_time()
    {
        await using var rig = await ViewRig.StartAsync("stocks growing 20 by 10");

        Assert.Equal(20, rig.Service.Shown.Securities.Count);
        Assert.Equal(20, (await rig.StocksAsync()).Count);
        await rig.DayAsync();
        Assert.Equal(10, (await rig.Client.AskAsync("45", "query_stock_basic", "anonymous", "2", "10", "", "")).Rows.Length);
        Assert.Equal(30, (await rig.StocksAsync()).Count);
        for (var i = 0; i < 5; i++)
            await rig.StocksAsync();
        Assert.Equal(67, (await rig.StocksAsync()).Count);
    }
}
