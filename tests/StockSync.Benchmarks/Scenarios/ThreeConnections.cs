using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// Market days over three allowed connections against one, at a second each. <c>STOCKSYNC_BENCH_STOCKS</c> (5,200),
/// <c>…_THREE_DAYS</c> (24), <c>…_THREE_ROUNDS</c> (2).
/// </summary>
sealed class ThreeConnections : Scenario
{
    const double LeastGain = 2.7;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        var dates = TradingDays.From(TradingDays.First, Scale.Count("THREE_DAYS", 24, 6));
        await using var market = await MarketProcess.MadeUpAsync(
            bench, stocks, dates[0], dates[^1], "--latency-98", "1000", "--max-connections", "3");

        // Not counted: the answers are made in it.
        await RunAsync(bench, market, dates, 3);
        var seconds = await Rounds.AlternateAsync(
            Scale.Count("THREE_ROUNDS", 2, 1), _ => RunAsync(bench, market, dates, 3), _ => RunAsync(bench, market, dates, 1));
        var gain = Spread.OfRatios(seconds[1], seconds[0]);
        bench.Report.Add(new Row(
            Name,
            $"MarketDay with 3 allowed connections against 1, latency 1 s, {Amount.Number(stocks)} stocks × {dates.Count} days "
            + "into PostgreSQL",
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            gain.ToText(),
            gain.Median >= LeastGain,
            "≥ 2.7 ×"));
    }

    static async Task<double> RunAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates, int connections)
    {
        var settings = bench.Settings((await bench.NewPostgresAsync()).Uri, market.Endpoint, connections);
        await EngineRun.InitializeAsync(settings);
        return (await EngineRun.BackfillAsync(settings, dates[0], dates[^1])).Seconds;
    }
}
