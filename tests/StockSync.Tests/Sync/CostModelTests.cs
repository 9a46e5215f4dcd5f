using StockSync.Engine.Sync;
using Xunit;

namespace StockSync.Tests.Sync;

public class CostModelTests
{
    static readonly ServiceState s_unknown = new() { Endpoint = "host:1" };

    [Theory]
    [InlineData(244, 5200, RequestShape.MarketDay)] // a year of the market
    [InlineData(1, 5200, RequestShape.MarketDay)] // the newest day
    [InlineData(8700, 5525, RequestShape.StockRange)] // all history
    [InlineData(2430, 1, RequestShape.StockRange)] // ten years of one stock
    public void The_cheaper_shape_is_taken(int days, int stocks, RequestShape shape)
    {
        var choice = CostModel.Choose(RequestShape.Auto, days, stocks, s_unknown, new SyncSettings(), 45_000);
        Assert.Equal(shape, choice.Shape);
        Assert.NotEmpty(choice.Reason);
    }

    [Fact]
    public void Measured_latencies_turn_the_choice()
    {
        var fast98 = Measured(0.2, 3);
        Assert.Equal(RequestShape.MarketDay, CostModel.Choose(RequestShape.Auto, 8700, 5525, fast98, new SyncSettings(), 45_000).Shape);
    }

    [Fact]
    public void An_old_service_is_only_asked_stock_by_stock()
    {
        var old = s_unknown with { SupportsMarketDay = false };
        Assert.Equal(RequestShape.StockRange, CostModel.Choose(RequestShape.Auto, 1, 5200, old, new SyncSettings(), 45_000).Shape);
    }

    [Fact]
    public void A_shape_that_fits_the_budget_goes_before_a_faster_one()
    {
        var fast95 = Measured(40, 0.05);
        Assert.Equal(RequestShape.StockRange, CostModel.Choose(RequestShape.Auto, 244, 5200, fast95, new SyncSettings(), 45_000).Shape);
        Assert.Equal(RequestShape.MarketDay, CostModel.Choose(RequestShape.Auto, 244, 5200, fast95, new SyncSettings(), 1_000).Shape);
    }

    [Fact]
    public void A_user_who_insists_gets_the_shape() =>
        Assert.Equal(RequestShape.StockRange, CostModel.Choose(RequestShape.StockRange, 1, 5200, s_unknown, new SyncSettings(), 45_000).Shape);

    static ServiceState Measured(double marketDay, double stockRange) => s_unknown with
    {
        Costs = ServiceCosts.None
            .With(CostKind.MarketDay, new LearnedCost(marketDay, 10, DateTime.UnixEpoch))
            .With(CostKind.StockRange, new LearnedCost(stockRange, 10, DateTime.UnixEpoch)),
    };
}
