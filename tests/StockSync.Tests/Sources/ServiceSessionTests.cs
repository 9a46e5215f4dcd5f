using StockSync.Engine.Sources.Baostock;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.Sources;

/// <summary>The source against the stand-in service, over TCP.</summary>
public sealed class ServiceSessionTests
{
    static readonly DateOnly s_from = new(2026, 3, 2), s_to = new(2026, 3, 31);

    readonly RecordingGate _gate = new();

    [Fact]
    public async Task Every_query_gets_what_the_service_published()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 40, s_from, s_to));
        await using var session = await Source(service).OpenAsync(default);

        var calendar = await session.GetCalendarAsync(s_from, s_to, default);
        Assert.Equal(30, calendar.Count);

        var stocks = await session.GetStocksAsync(default);
        Assert.Equal(service.Market.Securities.Count(s => s.IsAShare), stocks.Count);

        var day = calendar.Last(d => d.IsTradingDay).Date;
        var listed = await session.GetListedStocksAsync(day, default);
        var market = new BarBatch();
        var rejected = await session.GetMarketDayAsync(day, market, default);
        Assert.Empty(rejected.Rows);
        Assert.Equal(listed.Select(s => s.Code), market.Rows.ToArray().Select(r => r.Code));
        Assert.Equal(stocks.Where(s => s.IsExpectedOn(day)).Select(s => s.Code), listed.Select(s => s.Code));

        var range = new BarBatch();
        foreach (var stock in stocks)
            await session.GetStockRangeAsync(stock.Code, day, day, range, default);
        Assert.Equal(market.Rows.ToArray(), range.Rows.ToArray());

        var whole = new BarBatch();
        await session.GetStockRangeAsync(stocks[0].Code, s_from, s_to, whole, default);
        Assert.Equal(service.Market.StockRange(stocks[0].Code.SourceForm, s_from, s_to).Count(), whole.Count);

        foreach (var stock in stocks)
        {
            foreach (var factor in await session.GetAdjustFactorsAsync(stock.Code, s_from, s_to, default))
                Assert.Contains(factor, await session.GetAdjustFactorsOfDayAsync(factor.Date, default));
        }
        Assert.True(session.IsUsable);
    }

    BaostockSource Source(MarketService service, SyncSettings? settings = null) =>
        new((settings ?? new SyncSettings()) with { Endpoint = service.Endpoint.ToString() }, _gate, TimeProvider.System);
}
