using StockSync.Benchmarks.Harness;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>One year of the whole market in PostgreSQL, filled by market days: what several scenarios begin with.</summary>
sealed class FilledYear : IAsyncDisposable
{
    static readonly DateOnly s_end = new(TradingDays.First.Year, 12, 31);

    FilledYear(MarketProcess market, PostgresDatabase database, SyncSettings settings)
    {
        Market = market;
        Database = database;
        Settings = settings;
    }

    public MarketProcess Market { get; }

    public PostgresDatabase Database { get; }

    public SyncSettings Settings { get; }

    public required DateOnly To { get; init; }

    public required int Days { get; init; }

    public required int Stocks { get; init; }

    /// <summary>Requests for bars that filling it took, as the service counted them.</summary>
    public required int BarRequests { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Sizes: <c>STOCKSYNC_BENCH_STOCKS</c> (5,200) and <c>STOCKSYNC_BENCH_YEAR_DAYS</c> (the year's trading days).</summary>
    public static async Task<FilledYear> FillAsync(Bench bench)
    {
        int all = TradingDays.From(TradingDays.First, 260).Count(d => d <= s_end);
        int days = Scale.Count("YEAR_DAYS", all, 5);
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        var to = days == all ? s_end : TradingDays.Last(days);
        var market = await MarketProcess.MadeUpAsync(bench, stocks, TradingDays.First, to);
        var database = await bench.NewPostgresAsync();
        var settings = bench.Settings(database.Uri, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await market.CountAsync();
        var run = await EngineRun.BackfillAsync(settings, TradingDays.First, to);
        return new FilledYear(market, database, settings)
        {
            To = to,
            Days = days,
            Stocks = stocks,
            BarRequests = await market.CountBarsAsync(),
            Seconds = run.Seconds,
        };
    }

    public ValueTask DisposeAsync() => Market.DisposeAsync();
}
