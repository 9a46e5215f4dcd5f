using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>One year of the whole market: bar requests of each shape, counted by the service. Sizes as <see cref="FilledYear"/>.</summary>
sealed class RequestsOfYear : Scenario
{
    const int MostMarketDays = 260;
    const int MostStockRanges = 5_300;

    public override async Task RunAsync(Bench bench)
    {
        var year = await bench.YearAsync();
        Add(bench, year, RequestShape.MarketDay, year.BarRequests, year.Seconds, MostMarketDays);

        var settings = year.Settings with { Database = (await bench.NewPostgresAsync()).Uri };
        await EngineRun.InitializeAsync(settings);
        await year.Market.CountAsync();
        var run = await EngineRun.BackfillAsync(settings, TradingDays.First, year.To, RequestShape.StockRange);
        Add(bench, year, RequestShape.StockRange, await year.Market.CountBarsAsync(), run.Seconds, MostStockRanges);
    }

    void Add(Bench bench, FilledYear year, RequestShape shape, int requests, double seconds, int most) => bench.Report.Add(new Row(
        Name,
        $"one year × whole market by {shape}, bar requests ({Amount.Number(year.Stocks)} stocks × {year.Days} days, source latency 0)",
        Amount.Number(requests),
        "",
        $"{Amount.Seconds(seconds)} in all, with making the answers",
        requests <= most,
        $"≤ {Amount.Number(most)}"));
}
