using StockSync.Benchmarks.Harness;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>A market server with one whole market day: a recorded one where there is recorded data, else a made-up one.</summary>
static class MarketDays
{
    const string Folder = "market_2026";

    static readonly DateOnly s_recorded = new(2026, 3, 2);

    public static async Task<(MarketProcess Market, DateOnly Day, string Kind)> StartAsync(Bench bench)
    {
        if (RecordedData.Folder is not null)
            return (await MarketProcess.StartAsync(bench, "--data", RecordedData.PathOf(Folder), "--keep-answers"), s_recorded, "recorded");
        var day = TradingDays.First;
        return (await MarketProcess.MadeUpAsync(bench, Scale.Count("STOCKS", 5_200, 50), day, day.AddDays(30)), day, "made-up");
    }
}
