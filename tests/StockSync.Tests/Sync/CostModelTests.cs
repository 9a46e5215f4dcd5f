using System.Globalization;
using StockSync.Engine.Planning;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

public class CostModelTests
{
    [Theory]
    [InlineData(244, 5200, RequestShape.MarketDay)] // a year of the market
    [InlineData(1, 5200, RequestShape.MarketDay)] // the newest day
    [InlineData(870, 552, RequestShape.StockRange)] // a tenth of all stocks over a tenth of all history
    [InlineData(2430, 1, RequestShape.StockRange)] // ten years of one stock
    public void The_cheaper_shape_is_taken(int days, int stocks, RequestShape shape)
    {
        var cost = new PlanRig(days, stocks, (_, _) => true).Plan().Cost;
        Assert.Equal(shape, cost.Shape);
        Assert.NotEmpty(cost.Reason);
    }

    [Fact]
    public void Measured_latencies_turn_the_choice()
    {
        Assert.Equal(RequestShape.MarketDay, new PlanRig(870, 552, All) { Service = PlanRig.Measured(0.2, 3) }.Plan().Cost.Shape);
        Assert.Equal(RequestShape.StockRange, new PlanRig(870, 552, All) { Service = PlanRig.Measured(40, 3) }.Plan().Cost.Shape);
    }

    [Fact]
    public void An_old_service_is_only_asked_stock_by_stock()
    {
        var old = new ServiceState { Endpoint = "host:1", SupportsMarketDay = false };
        var (days, ranges, cost) = new PlanRig(1, 500, All) { Service = old }.Plan();
        Assert.Equal((0, 500, RequestShape.StockRange), (days.Count, ranges.Count, cost.Shape));
        Assert.Contains("host:1", cost.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_that_fits_the_budget_goes_before_a_faster_one()
    {
        var fast95 = PlanRig.Measured(40, 0.05);
        Assert.Equal(RequestShape.StockRange, new PlanRig(24, 520, All) { Service = fast95 }.Plan().Cost.Shape);
        var tight = new PlanRig(24, 520, All) { Service = fast95, Remaining = 100 }.Plan().Cost;
        Assert.Equal(RequestShape.MarketDay, tight.Shape);
        Assert.Contains("100", tight.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_both_shapes_must_wait_for_the_next_budget_the_faster_one_is_taken() =>
        Assert.Equal(RequestShape.StockRange, new PlanRig(24, 520, All) { Service = PlanRig.Measured(40, 0.05), Remaining = 3 }.Plan().Cost.Shape);

    [Fact]
    public void A_shape_that_needs_days_of_budget_more_loses_to_a_slower_one()
    {
        var settings = new SyncSettings { DailyBudget = 100 };
        Assert.Equal(
            RequestShape.MarketDay,
            new PlanRig(24, 520, All) { Service = PlanRig.Measured(40, 0.05), Settings = settings, Remaining = 3 }.Plan().Cost.Shape);
    }

    [Fact]
    public void A_user_who_insists_gets_the_shape()
    {
        var rig = new PlanRig(20, 300, All);
        var (days, ranges, cost) = rig.Plan(RequestShape.StockRange);
        Assert.Equal((0, 300, RequestShape.StockRange), (days.Count, ranges.Count, cost.Shape));
        (days, ranges, cost) = rig.Plan(RequestShape.MarketDay);
        Assert.Equal((20, 0, RequestShape.MarketDay), (days.Count, ranges.Count, cost.Shape));
    }

    [Fact]
    public void A_year_of_the_market_is_asked_for_in_the_better_shape_whatever_the_service_takes()
    {
        // Some of the stocks were listed within the year.
        var rig = new PlanRig(244, 5300, All, s => new StockEntry(new StockCode(600000 + s), "S", new DateOnly(2015, 1, 1).AddDays(s < 100 ? 3 * s : -s), null));
        foreach (double marketDay in (double[])[0.2, 5, 40])
        {
            foreach (double stockRange in (double[])[0.05, 0.3, 3])
            {
                var service = PlanRig.Measured(marketDay, stockRange);
                foreach (int lanes in (int[])[1, 3])
                {
                    var settings = new SyncSettings { ThrottleLimit = lanes };
                    var cost = rig.PlanFor(service, settings).Cost;
                    double better = Math.Min(244 * marketDay, 5300 * stockRange) / lanes;
                    Assert.InRange(cost.Work.MarketDays * marketDay / lanes + cost.Work.Pages * stockRange / lanes, 0, better * 1.1);
                    Assert.True(cost.BarRequests <= 5300);
                }
            }
        }
    }

    [Fact]
    public void A_range_of_more_rows_than_a_page_holds_costs_as_many_requests_as_it_has_pages()
    {
        var settings = new SyncSettings { PageSize = 100 };
        var cost = new PlanRig(300, 2, All) { Settings = settings }.Plan(RequestShape.StockRange).Cost;
        // 300 rows are three full pages, and only a fourth one shows that there is no more.
        Assert.Equal((2, 8, 600L), (cost.Work.Stocks, cost.Work.Pages, cost.Work.RangeRows));
    }

    [Fact]
    public void The_estimate_counts_all_that_is_sent()
    {
        var model = new CostModel(PlanRig.Measured(4, 1), new SyncSettings { ThrottleLimit = 3 });
        // Three logins and logouts, stock list and calendar, the bars, and two lists of days.
        Assert.Equal(6 + 2 + 60 + 2, model.Whole(new BarWork(60, 0, 0, 0, 0), 2, asksCalendar: true).Requests);
        Assert.Equal(6 + 1 + 60 + 2, model.Whole(new BarWork(60, 0, 0, 0, 0), 2, asksCalendar: false).Requests);
        Assert.Equal(2 + 1 + 1, model.Whole(new BarWork(1, 0, 0, 0, 0), 0, asksCalendar: false).Requests);
        Assert.InRange(model.Seconds(new BarWork(60, 0, 0, 0, 0), 0), 80, 81);
        Assert.InRange(model.Seconds(new BarWork(61, 0, 0, 0, 0), 0), 84, 85);
    }

    [Fact]
    public void A_pace_that_was_asked_for_and_a_slow_store_hold_a_fast_service_back()
    {
        var fast = PlanRig.Measured(0.01, 0.01);
        Assert.InRange(new CostModel(fast, new SyncSettings { MaxRequestsPerSecond = 2 }).Seconds(new BarWork(0, 0, 100, 100, 0), 0), 50, 50.1);
        var slow = fast with { Costs = fast.Costs.With(CostKind.StoredRow, new LearnedCost(0.001, 1, DateTime.UnixEpoch)) };
        Assert.InRange(new CostModel(slow, new SyncSettings()).Seconds(new BarWork(100, 500_000, 0, 0, 0), 0), 500, 510);
    }

    [Fact]
    public void Failures_are_asked_again()
    {
        var shaky = PlanRig.Measured(1, 1);
        shaky = shaky with { Costs = shaky.Costs.With(CostKind.FailureRate, new LearnedCost(0.2, 1, DateTime.UnixEpoch)).With(CostKind.FailureSeconds, new LearnedCost(30, 1, DateTime.UnixEpoch)) };
        var whole = new CostModel(shaky, new SyncSettings()).Whole(new BarWork(100, 0, 0, 0, 0), 0, asksCalendar: false);
        Assert.Equal(125 + 3, whole.Requests);
        Assert.InRange(whole.Seconds, 100 + (25 * 30), 100 + (25 * 30) + 5);
    }

    [Fact]
    public void The_reason_of_a_mixed_plan_names_what_the_pure_ones_would_have_cost()
    {
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            // Two stocks lack all 50 days, all 100 stocks lack the last three.
            var (days, ranges, cost) = new PlanRig(50, 100, (d, s) => s < 2 || d >= 47) { Service = PlanRig.Measured(6, 3) }.Plan();
            Assert.Equal((3, 2, RequestShape.Mixed, 5), (days.Count, ranges.Count, cost.Shape, cost.BarRequests));
            Assert.Equal(
                "3 market days and the ranges of 2 stocks need 5 requests for bars and about 0.4 min in total; MarketDay alone would need 50 and about 5.0 min, "
                + "StockRange alone 100 and about 5.0 min.",
                cost.Reason);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    static bool All(int day, int stock) => true;
}
