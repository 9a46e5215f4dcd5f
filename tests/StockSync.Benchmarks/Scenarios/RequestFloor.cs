using System.Diagnostics;
using StockSync.Benchmarks.Children;
using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// A year at 20 ms a request into PostgreSQL, in a process of its own: the run against its own requests with nothing done in between, and
/// the whole process against scripts that ask serially, by stock or by stock and day. <c>STOCKSYNC_BENCH_FLOOR_STOCKS</c> (1,000),
/// <c>…_FLOOR_FEW_STOCKS</c> (200), <c>…_FLOOR_DAYS</c> (250), <c>…_FLOOR_ROUNDS</c> (3), <c>…_ORIGINAL_SAMPLE</c> (2,000).
/// </summary>
sealed class RequestFloor : Scenario
{
    const int LatencyMilliseconds = 20;
    const double MostOfFloor = 1.25;
    const double LeastOfRanges = 5;
    const double LeastOfOriginal = 150;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("FLOOR_STOCKS", 1_000, 40);
        int few = Scale.Count("FLOOR_FEW_STOCKS", 200, 20);
        int rounds = Scale.Count("FLOOR_ROUNDS", 3, 2);
        var dates = TradingDays.From(TradingDays.First, Scale.Count("FLOOR_DAYS", 250, 10));
        await using (var market = await MarketAsync(bench, stocks, dates))
        {
            await AgainstRangesAsync(bench, market, stocks, dates, rounds, RequestShape.Auto);
            await AgainstRangesAsync(bench, market, stocks, dates, rounds, RequestShape.StockRange);
        }
        await using (var market = await MarketAsync(bench, few, dates))
            await AgainstOriginalAsync(bench, market, few, dates, rounds);
    }

    static Task<MarketProcess> MarketAsync(Bench bench, int stocks, IReadOnlyList<DateOnly> dates) =>
        MarketProcess.MadeUpAsync(bench, stocks, dates[0], dates[^1], "--latency", $"{LatencyMilliseconds}");

    async Task AgainstRangesAsync(
        Bench bench, MarketProcess market, int stocks, IReadOnlyList<DateOnly> dates, int rounds, RequestShape shape)
    {
        var codes = await StockCodes.ReadAsync(bench, market);
        // Not counted: the answers are made in it.
        await RunAsync(bench, market, dates, shape);
        var runs = new List<double>();
        var seconds = await Rounds.AlternateAsync(
            rounds,
            async _ =>
            {
                await market.CountAsync();
                var (whole, run) = await RunAsync(bench, market, dates, shape);
                runs.Add(run);
                return whole;
            },
            async _ => await BareRequests.RunAsync(market.Endpoint, await market.RequestsAsync()),
            async _ =>
            {
                var database = await bench.NewPostgresAsync();
                await database.QueryAsync(MultiValueUpsert.CreateTable);
                var serial = SerialDownload.ByStock(
                    bench.Settings(database.Uri, market.Endpoint), database, codes, dates[0], dates[^1]);
                return await serial.RunAsync((int)serial.Whole);
            });
        string work = $"{dates.Count} days × {Amount.Number(stocks)} stocks at {LatencyMilliseconds} ms a request into PostgreSQL "
            + $"by {shape}";
        var floor = Spread.OfRatios(runs, seconds[1]);
        bench.Report.Add(new Row(
            Name,
            $"{work}, the run against its requests alone, one after the other over one connection",
            Amount.Seconds(Spread.Of(runs).Median),
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            floor.ToText(),
            floor.Median <= MostOfFloor,
            "≤ 1.25 ×"));
        var gain = Spread.OfRatios(seconds[2], seconds[0]);
        // One range a stock cannot be much faster than one range a stock: only what the planner chooses has a target.
        bool isChosen = shape == RequestShape.Auto;
        bench.Report.Add(new Row(
            Name,
            $"{work}, the whole process against one range request per stock, serial, with upserts of "
            + $"{MultiValueUpsert.RowsOfStatement} rows",
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            Amount.Seconds(Spread.Of(seconds[2]).Median),
            gain.ToText("0.0"),
            isChosen ? gain.Median >= LeastOfRanges : null,
            isChosen ? "≥ 5 ×" : ""));
    }

    async Task AgainstOriginalAsync(Bench bench, MarketProcess market, int stocks, IReadOnlyList<DateOnly> dates, int rounds)
    {
        var database = await bench.NewPostgresAsync();
        await database.QueryAsync(MultiValueUpsert.CreateTable);
        var original = SerialDownload.ByDay(
            bench.Settings(database.Uri, market.Endpoint), database, await StockCodes.ReadAsync(bench, market), dates);
        int part = Scale.Count("ORIGINAL_SAMPLE", 2_000, 60) / rounds;
        // Not counted: the answers are made in it, and the code of both is compiled.
        await original.RunAsync(part / 4);
        await RunAsync(bench, market, dates, RequestShape.StockRange);
        var seconds = await Rounds.AlternateAsync(
            rounds,
            async _ => await original.RunAsync(part) / part * original.Whole,
            async _ => (await RunAsync(bench, market, dates, RequestShape.StockRange)).Whole);
        var gain = Spread.OfRatios(seconds[0], seconds[1]);
        bench.Report.Add(new Row(
            Name,
            $"{dates.Count} days × {Amount.Number(stocks)} stocks at {LatencyMilliseconds} ms a request into PostgreSQL by "
            + $"{RequestShape.StockRange}, the whole process against one request per stock and day, serial (scaled from {part * rounds} of "
            + $"{Amount.Number(original.Whole)} requests)",
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            gain.ToText("0"),
            gain.Median >= LeastOfOriginal,
            "≥ 150 ×"));
    }

    // The process with its start and its end, and the run inside it.
    static async Task<(double Whole, double Run)> RunAsync(
        Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates, RequestShape shape)
    {
        var settings = bench.Settings((await bench.NewPostgresAsync()).Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        long start = Stopwatch.GetTimestamp();
        string output = await ChildProcess.RunAsync(
            settings, Child.Backfill, $"{dates[0]:yyyy-MM-dd}", $"{dates[^1]:yyyy-MM-dd}", $"{shape}");
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, BackfillChild.RunOf(output));
    }
}
