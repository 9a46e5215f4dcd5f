using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// The planner's choice against the better shape, by real runs of a smaller year: days, stocks and latencies are divided by one number, so
/// that what a request costs keeps its share, and the number is such that the better shape takes some seconds. The planner knows
/// each pair of latencies from two short runs over days before. <c>STOCKSYNC_BENCH_PLANNER_SECONDS</c> (2), <c>…_PLANNER_ROUNDS</c> (3).
/// </summary>
sealed class PlannerChoice : Scenario
{
    const double MostLoss = 1.1;
    const int YearDays = 244, Stocks = 5_200, LeastStocks = 60, LeastDays = 4, DaysBefore = 20, Taught = 10;

    // A shape whose waits alone are so many times the other's is not the better one, whatever its work costs.
    const double Clearly = 2;

    static readonly double[] s_marketDaySeconds = [0.2, 5, 40];
    static readonly double[] s_stockRangeSeconds = [0.05, 0.3, 3];

    public override async Task RunAsync(Bench bench)
    {
        await WarmAsync(bench);
        foreach (double marketDay in s_marketDaySeconds)
        {
            foreach (double stockRange in s_stockRangeSeconds)
                await CompareAsync(bench, marketDay, stockRange);
        }
    }

    // What a run costs is learned too, and the first runs of a process compile its code.
    static async Task WarmAsync(Bench bench)
    {
        var dates = TradingDays.From(TradingDays.First, DaysBefore + LeastDays);
        await using var market = await MarketProcess.MadeUpAsync(bench, LeastStocks, dates[0], dates[^1]);
        string taught = await TeachAsync(bench, market, dates);
        foreach (var shape in new[] { RequestShape.MarketDay, RequestShape.StockRange })
            await RunAsync(bench, market, dates, taught, shape);
    }

    async Task CompareAsync(Bench bench, double marketDay, double stockRange)
    {
        double byDays = YearDays * marketDay, byStocks = Stocks * stockRange;
        double target = Scale.Number("PLANNER_SECONDS", Math.Max(0.3, 2 * Scale.Factor));
        double shrink = Math.Max(1, Math.Sqrt(Math.Min(byDays, byStocks) / target));
        int days = Math.Max(LeastDays, (int)Math.Round(YearDays / shrink));
        int stocks = Math.Max(LeastStocks, (int)Math.Round(Stocks / shrink));
        var dates = TradingDays.From(TradingDays.First, DaysBefore + days);
        await using var market = await MarketProcess.MadeUpAsync(
            bench, stocks, dates[0], dates[^1],
            "--latency-98", Milliseconds(marketDay / shrink), "--latency-95", Milliseconds(stockRange / shrink));
        string taught = await TeachAsync(bench, market, dates);

        var better = byDays <= byStocks ? RequestShape.MarketDay : RequestShape.StockRange;
        string other = FormattableString.Invariant($"the other shape waits ≥ {Math.Max(byDays, byStocks) / shrink / shrink:0.0} s");
        if (Math.Max(byDays, byStocks) < Clearly * Math.Min(byDays, byStocks))
        {
            double market98 = (await RunAsync(bench, market, dates, taught, RequestShape.MarketDay)).Seconds;
            double stock95 = (await RunAsync(bench, market, dates, taught, RequestShape.StockRange)).Seconds;
            better = market98 <= stock95 ? RequestShape.MarketDay : RequestShape.StockRange;
            other = $"the other shape {Amount.Seconds(Math.Max(market98, stock95))}";
        }
        // Not counted: the answers are made in it.
        var first = (await RunAsync(bench, market, dates, taught, RequestShape.Auto)).Record!;
        var seconds = await Rounds.AlternateAsync(
            Scale.Count("PLANNER_ROUNDS", 3, 1),
            async _ => (await RunAsync(bench, market, dates, taught, RequestShape.Auto)).Seconds,
            async _ => (await RunAsync(bench, market, dates, taught, better)).Seconds);
        var loss = Spread.OfRatios(seconds[0], seconds[1]);
        bench.Report.Add(new Row(
            Name,
            FormattableString.Invariant($"planner at {marketDay} s a market day and {stockRange} s a stock range ")
            + FormattableString.Invariant($"(real runs: {days} days × {stocks} stocks, latencies / {shrink:0.0})"),
            $"{first.Shape} {Amount.Seconds(Spread.Of(seconds[0]).Median)}, planned {Amount.Seconds(first.EstimatedSeconds)}",
            $"{better} {Amount.Seconds(Spread.Of(seconds[1]).Median)} ({other})",
            loss.ToText(),
            loss.Median <= MostLoss,
            "≤ 1.1 of the better shape"));
    }

    static async Task<EngineRun> RunAsync(
        Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates, string taught, RequestShape shape)
    {
        string path = bench.NewPath(".db");
        File.Copy(taught, path);
        return await EngineRun.BackfillAsync(bench.Settings(path, market.Endpoint), dates[DaysBefore], dates[^1], shape);
    }

    // What any earlier runs would have taught: how long this service takes for either shape.
    static async Task<string> TeachAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        string path = bench.NewPath(".db");
        var settings = bench.Settings(path, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await EngineRun.BackfillAsync(settings, dates[0], dates[1]);
        var someStocks = new SyncRequest
        {
            Kind = SyncKind.Backfill,
            From = dates[2],
            To = dates[DaysBefore - 1],
            Shape = RequestShape.StockRange,
            // Every third stock of a made-up market is one of these.
            Codes = [.. Enumerable.Range(0, Taught).Select(i => new StockCode(600_000 + i))],
        };
        await EngineRun.RunAsync(settings, someStocks, new SilentObserver { MayLeaveOpen = true });
        return path;
    }

    static string Milliseconds(double seconds) => Amount.Number(Math.Max(1, Math.Round(seconds * 1000)), "0");
}
