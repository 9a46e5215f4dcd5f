using System.Diagnostics;
using StockSync.Benchmarks.Children;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// A run that a second process joins, each with a connection to the service, against the run alone; the service takes a second for a day.
/// The second process is there already and joins when the run has begun. <c>STOCKSYNC_BENCH_JOIN_STOCKS</c> (1,000),
/// <c>…_JOIN_DAYS</c> (90), <c>…_JOIN_ROUNDS</c> (1).
/// </summary>
sealed class TwoMachines : Scenario
{
    const double LeastGain = 1.9;
    const int WarmDays = 3;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("JOIN_STOCKS", 1_000, 50);
        var dates = TradingDays.From(TradingDays.First, Scale.Count("JOIN_DAYS", 90, 10));
        await using var market = await MarketProcess.MadeUpAsync(
            bench, stocks, dates[0], dates[^1], "--latency-98", "1000", "--max-connections", "2");
        // Not counted: a short run compiles the code of this process.
        await RunAsync(bench, market, [.. dates.Take(WarmDays)], isJoined: false);
        var seconds = await Rounds.AlternateAsync(
            Scale.Count("JOIN_ROUNDS", 1),
            _ => RunAsync(bench, market, dates, isJoined: true),
            _ => RunAsync(bench, market, dates, isJoined: false));
        var gain = Spread.OfRatios(seconds[1], seconds[0]);
        bench.Report.Add(new Row(
            Name,
            $"two joined machines (processes) against one, latency 1 s, {Amount.Number(stocks)} stocks × {dates.Count} days "
            + "into PostgreSQL",
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            gain.ToText(),
            gain.Median >= LeastGain,
            "≥ 1.9 ×"));
    }

    static async Task<double> RunAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates, bool isJoined)
    {
        var settings = bench.Settings((await bench.NewPostgresAsync()).Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        using var second = isJoined ? ChildProcess.Start(settings, Child.Join) : null;
        if (second is not null)
            await second.StandardOutput.ReadLineAsync();
        var observer = new SilentObserver { Started = () => second?.StandardInput.Close() };
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = dates[0], To = dates[^1], Shape = RequestShape.MarketDay };
        var run = await EngineRun.RunAsync(settings, request, observer);
        if (second is not null)
            await EndAsync(second, run);
        return run.Seconds;
    }

    static async Task EndAsync(Process second, EngineRun run)
    {
        await second.WaitForExitAsync();
        if (second.ExitCode != 0 || run.Record is not { Workers: 1 })
        {
            throw new InvalidOperationException(
                $"The second machine did not work: it ended with exit code {second.ExitCode}; {run.Record?.Workers} joined.");
        }
    }
}
