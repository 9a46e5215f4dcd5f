using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>Into PostgreSQL, against a binary COPY of the same rows into the same layout.</summary>
sealed class FreshPostgres() : FreshBackfill(
    "PostgreSQL", "binary COPY of the same rows into the same partitions", "≥ 0.5 (aim 0.7)")
{
    protected override async Task<double> OursAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var database = await bench.NewPostgresAsync();
        var settings = bench.Settings(database.Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await database.QueryAsync("checkpoint");
        return (await EngineRun.BackfillAsync(settings, dates[0], dates[^1])).Seconds;
    }

    protected override async Task<double> LimitAsync(Bench bench, IReadOnlyList<DateOnly> dates, BarBatch rows)
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
        await store.Bars.PrepareRangeAsync(from, to, default);
    }
}
