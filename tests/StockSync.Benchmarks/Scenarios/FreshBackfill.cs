using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// A fresh backfill from a service without latency, end to end, against the bare writing of the same rows.
/// <c>STOCKSYNC_BENCH_STOCKS</c> (5,200), <c>…_FRESH_DAYS</c> (60), <c>…_FRESH_ROUNDS</c> (5).
/// </summary>
/// <param name="store">What it is written into.</param>
/// <param name="limit">What it is compared with.</param>
/// <param name="target">What the share must reach, in words.</param>
abstract class FreshBackfill(string store, string limit, string target) : Scenario
{
    const double LeastShare = 0.5;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        var dates = TradingDays.From(TradingDays.First, Scale.Count("FRESH_DAYS", 60, 3));
        int rounds = Scale.Count("FRESH_ROUNDS", 5, 2);
        await using var market = await MarketProcess.MadeUpAsync(bench, stocks, dates[0], dates[^1]);
        var (rows, _) = await MarketRows.FetchAsync(bench.Settings(bench.NewPath(".db"), market.Endpoint), dates);

        // Not counted: the first run compiles the code.
        await OursAsync(bench, market, dates);
        await LimitAsync(bench, dates, rows);
        var seconds = await Rounds.AlternateAsync(rounds, _ => OursAsync(bench, market, dates), _ => LimitAsync(bench, dates, rows));
        var share = Spread.OfRatios(seconds[1], seconds[0]);
        double ours = Spread.Of(seconds[0]).Median, limited = Spread.Of(seconds[1]).Median;
        bench.Report.Add(new Row(
            Name,
            $"fresh backfill into {store}, {Amount.Number(stocks)} stocks × {dates.Count} days = {Amount.Number(rows.Count)} rows, "
            + $"source latency 0, against {limit}",
            $"{Amount.Seconds(ours)}, {Amount.Rate(rows.Count, ours)}",
            $"{Amount.Seconds(limited)}, {Amount.Rate(rows.Count, limited)}",
            share.ToText(),
            share.Median >= LeastShare,
            target));
    }

    /// <summary>Seconds of the product.</summary>
    protected abstract Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates);

    /// <summary>Seconds of the bare writing.</summary>
    protected abstract Task<double> LimitAsync(Bench bench, IReadOnlyList<DateOnly> dates, BarBatch rows);
}
