using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// 250 days at 20 ms a request, end to end, against the original design: its time is scaled from a sample, taken in parts between our
/// runs. <c>STOCKSYNC_BENCH_ORIGINAL_DAYS</c> (250), <c>…_ORIGINAL_SAMPLE</c> (2,000), <c>…_ORIGINAL_ROUNDS</c> (3).
/// </summary>
sealed class OriginalDesign(int stocks, double target) : Scenario
{
    const int LatencyMilliseconds = 20;

    public override string Name => $"{nameof(OriginalDesign)}{stocks}";

    public override async Task RunAsync(Bench bench)
    {
        int days = Scale.Count("ORIGINAL_DAYS", 250, 10);
        int sample = Scale.Count("ORIGINAL_SAMPLE", 2_000, 60);
        int rounds = Scale.Count("ORIGINAL_ROUNDS", 3, 2);
        var dates = TradingDays.From(TradingDays.First, days);
        await using var market = await MarketProcess.MadeUpAsync(
            bench, stocks, dates[0], dates[^1], "--latency", $"{LatencyMilliseconds}");

        var theirs = await bench.NewPostgresAsync();
        await theirs.QueryAsync(MultiValueUpsert.CreateTable);
        var original = SerialDownload.ByDay(
            bench.Settings(theirs.Uri, market.Endpoint), theirs, await StockCodes.ReadAsync(bench, market), dates);
        int part = sample / rounds;
        // Not counted: the first requests compile the code of both.
        await original.RunAsync(part / 4);
        await OursAsync(bench, market, dates);

        var seconds = await Rounds.AlternateAsync(
            rounds,
            async _ => await original.RunAsync(part) / part * original.Whole,
            _ => OursAsync(bench, market, dates));
        var ratio = Spread.OfRatios(seconds[0], seconds[1]);
        bench.Report.Add(new Row(
            Name,
            $"{days} days × {Amount.Number(stocks)} stocks at {LatencyMilliseconds} ms a request into PostgreSQL, against one request per "
            + $"stock and day, serial, with upserts of {MultiValueUpsert.RowsOfStatement} rows "
            + $"(scaled from {part * rounds} of {Amount.Number(original.Whole)} requests)",
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            ratio.ToText("0"),
            ratio.Median >= target,
            FormattableString.Invariant($"≥ {target:0} ×")));
    }

    static async Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var settings = bench.Settings((await bench.NewPostgresAsync()).Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        return (await EngineRun.BackfillAsync(settings, dates[0], dates[^1], RequestShape.Auto)).Seconds;
    }
}
