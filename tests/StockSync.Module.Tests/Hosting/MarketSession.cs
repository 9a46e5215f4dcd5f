using System.Globalization;
using StockSync.MarketServer;

namespace StockSync.Module.Tests.Hosting;

/// <summary>A session whose service is the stand-in and whose database is a file of its own.</summary>
sealed class MarketSession : IAsyncDisposable
{
    public static readonly DateOnly First = new(2024, 1, 2);
    public static readonly DateOnly Last = new(2024, 1, 31);

    MarketSession(MarketService service, ModuleSession module)
    {
        Service = service;
        Module = module;
    }

    public MarketService Service { get; }

    public ModuleSession Module { get; }

    public string Database => Path.Join(Module.Home, "bars.db");

    public IReadOnlyList<DateOnly> TradingDays => [.. Service.Market.Calendar.Where(d => d.IsTradingDay && d.Day >= First && d.Day <= Last).Select(d => d.Day)];

    /// <summary>Requests for bars so far.</summary>
    public int BarRequests => Service.Log.Count(MessageTypes.Bars) + Service.Log.Count(MessageTypes.MarketDay);

    public static async Task<MarketSession> StartAsync(int stocks = 20, MarketServerOptions? options = null)
    {
        var service = await MarketService.StartAsync(new MadeUpMarket(1, stocks, First, Last), options);
        var module = new ModuleSession();
        module.SetVariable("STOCKSYNC_ENDPOINT", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{service.Endpoint.Port}"));
        module.SetVariable("STOCKSYNC_DATABASE", Path.Join(module.Home, "bars.db"));
        foreach (string delay in new[] { "RETRY_MIN_DELAY", "RETRY_MAX_DELAY", "SECOND_ROUND_DELAY" })
            module.SetVariable("STOCKSYNC_" + delay, "0");
        return new MarketSession(service, module);
    }

    public async ValueTask DisposeAsync()
    {
        Module.Dispose();
        await Service.DisposeAsync();
    }
}
