using StockSync.Benchmarks.Children;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// How long a reader in another process waits while a fresh backfill writes the file: each look opens the file, as a dashboard does, and
/// reads one stock. A look that meets a lock is repeated by the driver after 150 ms, however short the lock was.
/// <c>STOCKSYNC_BENCH_STOCKS</c> (5,200), <c>…_FRESH_DAYS</c> (60).
/// </summary>
sealed class SqliteReaders : Scenario
{
    // "Never for more than a moment": a quarter of a second is what a person takes for at once.
    const double Moment = 0.25;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        var dates = TradingDays.From(TradingDays.First, Scale.Count("FRESH_DAYS", 60, 3));
        await using var market = await MarketProcess.MadeUpAsync(bench, stocks, dates[0], dates[^1]);
        // Not counted: the answers are made in it.
        await FillAsync(bench, market, dates, watch: false);
        var during = (await FillAsync(bench, market, dates, watch: true))!;
        bench.Report.Add(new Row(
            Name,
            $"longest of {Amount.Number(during.Reads)} reads by another process while {Amount.Number(stocks)} stocks × "
            + $"{dates.Count} days are written into SQLite (the driver repeats a read that meets a lock after 150 ms)",
            Amount.Seconds(during.Longest),
            $"{Amount.Seconds(during.Quiet)} when nothing is written",
            FormattableString.Invariant($"median {during.Median * 1000:0.0} ms"),
            during.Longest <= Moment,
            "≤ 0.25 s"));
    }

    static async Task<ReaderResult?> FillAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates, bool watch)
    {
        var settings = bench.Settings(bench.NewPath(".db"), market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await using var reader = watch ? ReaderChild.Start(settings.Database!) : null;
        await EngineRun.BackfillAsync(settings, dates[0], dates[^1]);
        if (reader is null)
            return null;
        await reader.RestAsync();
        return await reader.EndAsync();
    }
}
