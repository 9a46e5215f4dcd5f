using StockSync.MarketServer;

namespace StockSync.Tests.MarketServer.Views;

/// <summary>A service with views and a client that asks it over the wire.</summary>
sealed class ViewRig : IAsyncDisposable
{
    public const string Day = "2024-02-29";
    public const string DayBefore = "2024-02-28";
    public const string DayAfter = "2024-03-01";

    public static readonly DateOnly Date = new(2024, 2, 29);
    public static readonly MadeUpMarket Market = new(1, 60, new(2024, 1, 2), new(2024, 3, 29));

    ViewRig(MarketService service, WireClient client)
    {
        Service = service;
        Client = client;
    }

    public MarketService Service { get; }

    public WireClient Client { get; }

    public static async Task<ViewRig> StartAsync(params string[] rules)
    {
        var service = await MarketService.StartAsync(Market);
        service.Views.Set(rules);
        return new ViewRig(service, await WireClient.LoginAsync(service));
    }

    /// <summary>The rows of message 98 by code.</summary>
    public async Task<Dictionary<string, MarketBar>> DayAsync(string day = Day) =>
        (await Client.MarketDayAsync(day)).Rows.Select(row => new MarketBar(row)).ToDictionary(bar => bar.Code);

    /// <summary>The rows of message 95 by day.</summary>
    public async Task<Dictionary<string, MarketBar>> RangeAsync(string code, string from = "2024-01-01", string to = "2024-03-31") =>
        (await Client.BarsAsync(code, from, to, BarColumns.Joined)).Rows.Select(row => new MarketBar(row)).ToDictionary(bar => bar["date"]);

    /// <summary>The codes of message 35.</summary>
    public async Task<string[]> ListAsync(string day = Day) => [.. (await Client.AllStockAsync(day)).Rows.Select(row => row[0])];

    /// <summary>The rows of message 45 by code: name, ipoDate, outDate, type and status.</summary>
    public async Task<Dictionary<string, string[]>> StocksAsync() =>
        (await Client.StockBasicAsync()).Rows.ToDictionary(row => row[0], row => row[1..]);

    /// <summary>The days of message 33 that are said to be trading days.</summary>
    public async Task<string[]> TradingDaysAsync(string from, string to) =>
        [.. (await Client.TradeDatesAsync(from, to)).Rows.Where(row => row[1] == "1").Select(row => row[0])];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Service.DisposeAsync();
    }
}
