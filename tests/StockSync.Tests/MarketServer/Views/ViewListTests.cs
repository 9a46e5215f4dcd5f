using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>Views together, changed while the service runs.</summary>
public sealed class ViewListTests
{
    [Fact]
    public async Task Later_views_see_what_earlier_ones_show()
    {
        await using var rig = await ViewRig.StartAsync(
            "rename sz.300001 sz.302132 now", "bars 2024-02-29 without sz.302132", "values 2024-02-28 bad sz.302132");

        Assert.DoesNotContain("sz.302132", await rig.DayAsync());
        Assert.DoesNotContain("sz.300001", await rig.DayAsync());
        Assert.Contains("sz.302132", await rig.ListAsync());
        var bad = (await rig.DayAsync(ViewRig.DayBefore))["sz.302132"];
        Assert.True(decimal.Parse(bad.Low, null) > decimal.Parse(bad.High, null));

        rig.Service.Views.Set("bars 2024-02-29 without sz.302132", "rename sz.300001 sz.302132 now");
        Assert.Contains("sz.302132", await rig.DayAsync());
    }

    [Fact]
    public async Task A_share_over_a_new_code_is_chosen_by_the_new_code()
    {
        await using var rig = await ViewRig.StartAsync("rename sz.300001 sz.302132 now", "both 2024-02-29 share 0.5");
        var alone = ViewText.Parse("both 2024-02-29 share 0.5").Over(ViewRig.Market, default).ListedCodes(ViewRig.Date).ToList();

        var shown = (await rig.DayAsync()).Keys;

        Assert.Equal(alone.Where(code => code != "sz.300001"), shown.Where(code => code != "sz.302132"));
        Assert.Equal(shown, (await rig.ListAsync()).Where(ViewRig.Market.ListedCodes(ViewRig.Date).Append("sz.302132").Contains));
    }

    [Fact]
    public async Task The_last_published_day_goes_before_all_views()
    {
        var listed = ViewRig.Market.Securities.First(s => s.IsAShare && s.IpoDate > new DateOnly(2024, 1, 10)).Code;
        var gone = ViewRig.Market.Securities.First(s => s.IsAShare && s.OutDate > new DateOnly(2024, 1, 10)).Code;
        await using var rig = await ViewRig.StartAsync(
            $"stocks out {gone} 2024-01-20",
            $"stocks listed {listed} 2024-01-03",
            "both 2024-01-09 share 0.5",
            "values 2024-01-10 yesterday");
        rig.Service.Options.PublishedUntil = new(2024, 1, 9);

        var stocks = await rig.StocksAsync();
        Assert.Equal("2024-01-20", stocks[gone][2]);
        Assert.DoesNotContain(listed, stocks);
        Assert.InRange((await rig.DayAsync("2024-01-09")).Count, 10, 50);
        Assert.Empty(await rig.DayAsync("2024-01-10"));
        Assert.Equal(
            rig.Service.Shown.StockRange(gone, DateOnly.MinValue, DateOnly.MaxValue).Select(bar => bar.ToString()),
            (await rig.RangeAsync(gone)).Values.Select(bar => bar.ToString()));
    }

    [Fact]
    public async Task The_market_of_the_service_stays_as_it_is_and_the_shown_one_is_what_is_sent()
    {
        await using var rig = await ViewRig.StartAsync("values 2024-02-29 half", "both 2024-02-29 share 0.5", "calendar closed 2024-02-29");

        Assert.Same(ViewRig.Market, rig.Service.Market);
        var bars = (await rig.DayAsync()).Values.Select(bar => bar.ToString());
        Assert.Equal(rig.Service.Shown.MarketDay(ViewRig.Date).Select(bar => bar.ToString()), bars);
        Assert.Equal(rig.Service.Shown.ListedOn(ViewRig.Date).Select(row => row.Code), await rig.ListAsync());
        Assert.DoesNotContain(ViewRig.Date, rig.Service.Shown.TradingDays(DateOnly.MinValue, DateOnly.MaxValue));
    }

    [Fact]
    public async Task A_bad_rule_leaves_the_list_as_it_is()
    {
        await using var rig = await ViewRig.StartAsync("bars 2024-02-29 share 0");

        Assert.Throws<FormatException>(() => rig.Service.Views.Set("stocks first 5", "nothing"));

        Assert.Empty(await rig.DayAsync());
        Assert.Equal(67, (await rig.StocksAsync()).Count);
        rig.Service.Views.Clear();
        Assert.True(rig.Service.Views.IsEmpty);
        Assert.NotEmpty(await rig.DayAsync());
    }

    [Fact]
    public async Task Kept_answers_are_not_sent_through_a_view()
    {
        await using var service = await MarketService.StartAsync(ViewRig.Market, new MarketServerOptions { KeepsAnswers = true });
        using var client = await WireClient.LoginAsync(service);
        var right = (await client.MarketDayAsync(ViewRig.Day)).Body;

        service.Views.Add("values 2024-02-29 half");
        Assert.NotEqual(right, (await client.MarketDayAsync(ViewRig.Day)).Body);
        service.Views.Clear();
        Assert.Equal(right, (await client.MarketDayAsync(ViewRig.Day)).Body);
    }

    [Fact]
    public async Task Faults_strike_what_the_views_show()
    {
        await using var rig = await ViewRig.StartAsync("bars 2024-02-29 without sh.600000");
        rig.Service.Faults.Add("98:2024-02-29 garbled code");

        var codes = (await rig.Client.MarketDayAsync(ViewRig.Day)).Rows.Select(row => row[1]).ToList();

        Assert.DoesNotContain("sh.600000", codes);
        Assert.Contains("sz.399999", codes);
    }

    [Fact]
    public async Task A_view_may_be_made_of_any_layer()
    {
        await using var rig = await ViewRig.StartAsync();
        rig.Service.Views.Add(new MarketView("no lists", (market, _) => new NoLists(market)));

        Assert.Empty(await rig.ListAsync());
        Assert.NotEmpty(await rig.DayAsync());
    }

    [Fact]
    public async Task Views_may_be_changed_from_everywhere_at_once()
    {
        await using var rig = await ViewRig.StartAsync();
        var layers = 0;

        Parallel.For(0, 200, _ =>
        {
            rig.Service.Views.Add(new MarketView("counting", (market, _) =>
            {
                Interlocked.Increment(ref layers);
                return market;
            }));
            Assert.True(rig.Service.Views.Remove(rig.Service.Views.Add("stocks first 1")));
        });

        Assert.Equal(67, rig.Service.Shown.Securities.Count);
        Assert.Equal(200, layers);
    }

    sealed class NoLists(IMarket below) : MarketLayer(below)
    {
        public override IEnumerable<MarketListing> ListedOn(DateOnly day) => [];
    }
}
