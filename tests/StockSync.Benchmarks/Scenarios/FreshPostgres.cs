using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Stores;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// A fresh backfill from a service without latency, end to end, against a binary COPY of the same rows into the same layout.
/// <c>STOCKSYNC_BENCH_STOCKS</c> (5,200), <c>…_FRESH_DAYS</c> (60), <c>…_FRESH_ROUNDS</c> (5).
/// </summary>
sealed class FreshPostgres : Scenario
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
        await CopyAsync(bench, dates, rows);
        var seconds = await Rounds.AlternateAsync(
            rounds, _ => OursAsync(bench, market, dates), _ => CopyAsync(bench, dates, rows));
        var share = Spread.OfRatios(seconds[1], seconds[0]);
        double ours = Spread.Of(seconds[0]).Median, limit = Spread.Of(seconds[1]).Median;
        bench.Report.Add(new Row(
            Name,
            $"fresh backfill into PostgreSQL, {Amount.Number(stocks)} stocks × {dates.Count} days = {Amount.Number(rows.Count)} rows, "
            + "source latency 0, against binary COPY of the same rows into the same partitions",
            $"{Amount.Seconds(ours)}, {Amount.Rate(rows.Count, ours)}",
            $"{Amount.Seconds(limit)}, {Amount.Rate(rows.Count, limit)}",
            share.ToText(),
            share.Median >= LeastShare,
            "≥ 0.5 (aim 0.7)"));
    }

    static async Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var database = await bench.NewPostgresAsync();
        var settings = bench.Settings(database.Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await database.QueryAsync("checkpoint");
        return (await EngineRun.BackfillAsync(settings, dates[0], dates[^1])).Seconds;
    }

    static async Task<double> CopyAsync(Bench bench, IReadOnlyList<DateOnly> dates, BarBatch rows)
    {
        var database = await bench.NewPostgresAsync();
        await LayOutAsync(bench, database, dates[0], dates[^1]);
        await database.QueryAsync("checkpoint");
        return await RawCopy.LoadAsync(database, rows);
    }

    /// <summary>The product's tables with partitions for the range.</summary>
    internal static async Task LayOutAsync(Bench bench, PostgresDatabase database, DateOnly from, DateOnly to)
    {
        await using var store = StoreFactory.Open(bench.Settings(database.Uri, "127.0.0.1:1"), TimeProvider.System);
        await store.InitializeAsync(default);
        await store.PrepareRangeAsync(from, to, default);
    }
}
