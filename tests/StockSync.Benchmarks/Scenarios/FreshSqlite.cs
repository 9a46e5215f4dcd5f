using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>Into a SQLite file, against prepared inserts of the same rows. Its sizes are those of <see cref="FreshBackfill"/>.</summary>
sealed class FreshSqlite() : FreshBackfill(
    "SQLite", "prepared inserts of the same rows into the same table, 20 days a transaction", "≥ 0.5")
{
    protected override async Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var settings = bench.Settings(bench.NewPath(".db"), market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        double seconds = (await EngineRun.BackfillAsync(settings, dates[0], dates[^1])).Seconds;
        File.Delete(settings.Database!);
        return seconds;
    }

    protected override async Task<double> LimitAsync(Bench bench, IReadOnlyList<DateOnly> dates, BarBatch rows)
    {
        string path = bench.NewPath(".db");
        await EngineRun.InitializeAsync(bench.Settings(path, "127.0.0.1:1"));
        double seconds = PreparedInserts.Load(path, rows);
        File.Delete(path);
        return seconds;
    }
}
