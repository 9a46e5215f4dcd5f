using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>One answer that was cut short or damaged: within the run it is asked for once more, and told once.</summary>
public class HoleTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Theory]
    [InlineData(RequestShape.MarketDay, "98:2024-01-10 zero")]
    [InlineData(RequestShape.MarketDay, "98:2024-01-10 partial 0.5")]
    [InlineData(RequestShape.MarketDay, "98:2024-01-10 garbled nan")]
    [InlineData(RequestShape.StockRange, "95:sh.600000 zero")]
    [InlineData(RequestShape.StockRange, "95:sh.600000,2024-01-10..2024-01-12 late")]
    [InlineData(RequestShape.StockRange, "95:sh.600000 garbled nan")]
    public async Task What_one_answer_left_out_is_asked_for_again_before_the_run_ends(RequestShape shape, string fault)
    {
        await using var rig = await StartAsync();
        var struck = rig.Service.Faults.Add(fault);
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        Assert.Equal(1, struck.Hits);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(rig.Market.TradingDays(s_from, s_to), seen.Days.Select(d => DateOnly.FromDateTime(d.Date)).Order());
        Assert.All(seen.Days, d => Assert.Equal(d.Stored + d.Suspended, d.Inserted));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(SyncRunStatus.Completed, (await rig.RunsAsync())[0].Status);
    }

    [Fact]
    public async Task A_hole_that_stays_costs_one_more_request_and_its_day_is_told_once()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98:2024-01-10 x* partial 0.5");
        rig.Service.Faults.Add("95:2024-01-10 x* partial 0.5");
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Equal(rig.Market.TradingDays(s_from, s_to).Count() + 1, rig.BarRequests);
        var day = Assert.Single(seen.Days, d => d.Date == new DateTime(2024, 1, 10));
        Assert.Equal(SyncDayStatus.Partial, day.Status);
        Assert.True(day.Late > 0);
        Assert.Equal(SyncRunStatus.Partial, (await rig.RunsAsync())[0].Status);
    }

    [Fact]
    public async Task A_gap_of_one_stock_is_asked_about_by_that_stock_also_where_the_range_is_asked_for_by_market_days()
    {
        await using var rig = await StartAsync();
        rig.Service.Views.Set(["bars 2024-01-10..2024-01-19 without sh.600000"]);

        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);

        Assert.Equal((rig.Market.TradingDays(s_from, s_to).Count(), 1), (rig.Service.Log.Count("98"), rig.Service.Log.Count("95")));
    }

    static async Task<EngineRig> StartAsync() => await EngineRig.StartAsync(new MadeUpMarket(seed: 12, stocks: 30, s_from, s_to));
}
