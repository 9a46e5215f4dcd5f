using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.MarketServer;

public sealed class ServiceOrdersTests
{
    static readonly MadeUpMarket s_market = new(1, 5, new(2024, 1, 2), new(2024, 1, 31));

    [Fact]
    public async Task An_order_changes_what_the_next_request_sees()
    {
        await using var service = await MarketService.StartAsync(s_market);
        using var client = await WireClient.LoginAsync(service);
        var orders = new ServiceOrders(service);

        Assert.Equal("ok", orders.Take("  view   bars 2024-01-02 share 0"));
        Assert.Empty((await client.MarketDayAsync("2024-01-02")).Rows);
        Assert.Equal("ok", orders.Take("clear"));
        Assert.Equal(5, (await client.MarketDayAsync("2024-01-02")).Rows.Length);
        Assert.Equal("ok", orders.Take("fault 98 x* zero"));
        Assert.Empty((await client.MarketDayAsync("2024-01-02")).Rows);
        Assert.Equal("ok", orders.Take("clear-faults"));
        Assert.Equal(5, (await client.MarketDayAsync("2024-01-02")).Rows.Length);
        Assert.Equal("ok", orders.Take("published-until 2024-01-02"));
        Assert.Empty((await client.MarketDayAsync("2024-01-03")).Rows);
        Assert.Equal("ok", orders.Take("published-until -"));
        Assert.Equal(5, (await client.MarketDayAsync("2024-01-03")).Rows.Length);
    }

    [Theory]
    [InlineData("", "There is no order ''")]
    [InlineData("stop", "There is no order 'stop'")]
    [InlineData("clear all", "There is no order 'clear all'")]
    [InlineData("view", "The view '' is not understood: it ends before a rule")]
    [InlineData("view stocks first", "it ends before a number")]
    [InlineData("fault", "ends too early")]
    [InlineData("fault 95 explode", "there is no action 'explode'")]
    [InlineData("fault 95 x99999999999 drop", "")]
    [InlineData("published-until", "published-until needs a day")]
    [InlineData("published-until tomorrow", "published-until needs a day")]
    public async Task A_wrong_order_is_answered_by_one_line_and_changes_nothing(string line, string reason)
    {
        await using var service = await MarketService.StartAsync(s_market, new() { PublishedUntil = new(2024, 1, 3) });
        service.Views.Add("bars 2024-01-02 share 0");

        var answer = new ServiceOrders(service).Take(line);

        Assert.StartsWith("error: ", answer, StringComparison.Ordinal);
        Assert.Contains(reason, answer, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', answer);
        Assert.Equal(new DateOnly(2024, 1, 3), service.Options.PublishedUntil);
        Assert.Empty(service.Shown.MarketDay(new(2024, 1, 2)));
    }
}
