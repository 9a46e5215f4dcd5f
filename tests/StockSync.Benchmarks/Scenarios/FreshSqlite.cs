using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>The same as <see cref="FreshPostgres"/> into a SQLite file, against prepared inserts of the same rows. Its sizes too.</summary>
sealed class FreshSqlite : Scenario
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
        await InsertsAsync(bench, rows);
        var seconds = await Rounds.AlternateAsync(rounds, _ => OursAsync(bench, market, dates), _ => InsertsAsync(bench, rows));
        var share = Spread.OfRatios(seconds[1], seconds[0]);
        double ours = Spread.Of(seconds[0]).Median, limit = Spread.Of(seconds[1]).Median;
        bench.Report.Add(new Row(
            Name,
            $"fresh backfill into SQLite, {Amount.Number(stocks)} stocks × {dates.Count} days = {Amount.Number(rows.Count)} rows, "
            + "source latency 0, against prepared inserts of the same rows into the same table, 20 days a transaction",
            $"{Amount.Seconds(ours)}, {Amount.Rate(rows.Count, ours)}",
            $"{Amount.Seconds(limit)}, {Amount.Rate(rows.Count, limit)}",
            share.ToText(),
            share.Median >= LeastShare,
            "≥ 0.5"));
    }

    static async Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var settings = bench.Settings(bench.NewPath(".db"), market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        double seconds = (await EngineRun.BackfillAsync(settings, dates[0], dates[^1])).Seconds;
        File.Delete(settings.Database!);
        return seconds;
    }

    static async Task<double> InsertsAsync(Bench bench, BarBatch rows)
    {
        string path = bench.NewPath(".db");
        await EngineRun.InitializeAsync(bench.Settings(path, "127.0.0.1:1"));
        double seconds = PreparedInserts.Load(path, rows);
        File.Delete(path);
        return seconds;
    }
}
