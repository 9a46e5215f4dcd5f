using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Baostock.Answers;
using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
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

        var stocks = await session.GetStocksAsync(0, default);
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

    [Theory]
    [InlineData("drop", ErrorIds.SourceDisconnected)]
    [InlineData("reset", ErrorIds.SourceDisconnected)]
    [InlineData("half 50%", ErrorIds.SourceDisconnected)]
    [InlineData("half 1", ErrorIds.SourceDisconnected)]
    [InlineData("badzlib", ErrorIds.SourceProtocol)]
    [InlineData("truncated", ErrorIds.SourceProtocol)]
    [InlineData("wrong", ErrorIds.SourceProtocol)]
    [InlineData("short", ErrorIds.SourceProtocol)]
    [InlineData("garbled date", ErrorIds.SourceProtocol)]
    [InlineData("garbled code", ErrorIds.SourceProtocol)]
    [InlineData("garbled shifted", ErrorIds.SourceProtocol)]
    [InlineData("error 10005001", ErrorIds.SourceError)]
    [InlineData("error 10001001", ErrorIds.SourceError)]
    [InlineData("error 10001011", ErrorIds.SourceBanned)]
    public async Task A_fault_in_a_stock_range_ends_the_session_and_the_next_one_gets_the_rows(string action, string errorId)
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 12, s_from, s_to));
        service.Faults.Add("95 " + action);
        var source = Source(service);
        var code = StockCode.TryParse(service.Market.Securities.First(s => s.IsAShare).Code, out var first) ? first : default;
        var into = new BarBatch();
        await using (var session = await source.OpenAsync(default))
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStockRangeAsync(code, s_from, s_to, into, default));
            Assert.Equal(errorId, error.ErrorId);
            Assert.False(session.IsUsable);
            Assert.Equal(0, into.Count);
            Assert.Single(_gate.Failures);
        }

        await using var next = await source.OpenAsync(default);
        await next.GetStockRangeAsync(code, s_from, s_to, into, default);
        Assert.Equal(service.Market.StockRange(code.SourceForm, s_from, s_to).Count(), into.Count);
        Assert.Single(_gate.Failures);
    }

    [Fact]
    public async Task A_row_with_a_bad_value_is_set_aside_and_the_others_come()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 40, s_from, s_to));
        service.Faults.Add("98 garbled nan");
        await using var session = await Source(service).OpenAsync(default);
        BarBatch bad = new(), good = new();

        var rejected = await session.GetMarketDayAsync(s_to, bad, default);
        await session.GetMarketDayAsync(s_to, good, default);

        Assert.Equal(BarRules.ValueInvalid, Assert.Single(rejected.Rows).Rule);
        Assert.Equal(good.Rows.ToArray().Where(row => row.Code != rejected.Rows[0].Code), bad.Rows.ToArray());
    }

    [Fact]
    public async Task A_plain_answer_with_a_wrong_checksum_is_refused()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 12, s_from, s_to));
        service.Faults.Add("45 badcrc");
        await using var session = await Source(service).OpenAsync(default);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default));

        Assert.Equal((ErrorIds.SourceProtocol, nameof(ProtocolFault.Checksum)), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task An_answer_in_segments_of_any_size_is_the_same_answer()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 40, s_from, s_to));
        await using var session = await Source(service).OpenAsync(default);
        var whole = new BarBatch();
        await session.GetMarketDayAsync(s_to, whole, default);
        foreach (int size in (int[])[1, 7, 100])
        {
            service.Options.SegmentBytes = size;
            var pieces = new BarBatch();
            await session.GetMarketDayAsync(s_to, pieces, default);
            Assert.Equal(whole.Rows.ToArray(), pieces.Rows.ToArray());
        }
    }

    [Fact]
    public async Task A_service_of_old_cannot_do_market_days_but_all_else()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 12, s_from, s_to));
        service.Options.Without98 = true;
        await using var session = await Source(service).OpenAsync(default);

        var error = await Assert.ThrowsAsync<StockSyncException>(() => session.GetMarketDayAsync(s_to, new BarBatch(), default));

        Assert.Equal(ErrorIds.SourceUnsupported, error.ErrorId);
        Assert.NotEmpty(await session.GetListedStocksAsync(s_to, default));
    }

    [Fact]
    public async Task Small_pages_give_the_same_rows_at_more_requests()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 40, s_from, s_to));
        IReadOnlyList<StockEntry> whole;
        await using (var session = await Source(service).OpenAsync(default))
            whole = await session.GetStocksAsync(0, default);
        await using var paged = await Source(service, new SyncSettings { PageSize = 7 }).OpenAsync(default);

        Assert.Equal(whole, await paged.GetStocksAsync(0, default));
        Assert.True(_gate.Passed.Count(type => type == RequestKind.StockList) > 5);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_unreachable()
    {
        MarketService service = await MarketService.StartAsync(new MadeUpMarket(1, 12, s_from, s_to));
        var source = Source(service);
        await service.DisposeAsync();

        var error = await Assert.ThrowsAsync<StockSyncException>(() => source.OpenAsync(default));

        Assert.Equal((ErrorIds.SourceUnreachable, true), (error.ErrorId, error.IsTransient));
        Assert.Contains(source.Endpoint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_the_service_closed_while_idle_costs_no_frame()
    {
        await using var service = await MarketService.StartAsync(new MadeUpMarket(1, 12, s_from, s_to));
        service.Faults.Add("45 drop");
        var source = Source(service);
        await using var session = await source.OpenAsync(default);
        await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default));
        int frames = _gate.Passed.Count;

        Assert.Equal(ErrorIds.SourceDisconnected, (await Assert.ThrowsAsync<StockSyncException>(() => session.GetStocksAsync(0, default))).ErrorId);
        Assert.Equal(frames, _gate.Passed.Count);
    }

    BaostockSource Source(MarketService service, SyncSettings? settings = null) =>
        new((settings ?? new SyncSettings()) with { Endpoint = service.Endpoint.ToString() }, _gate, TimeProvider.System);
}
