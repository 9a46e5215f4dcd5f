using StockSync.Benchmarks.Children;
using StockSync.Benchmarks.Harness;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// The peak working set of a process that does one backfill, above one that has the engine loaded and does nothing: ten years, and one.
/// <c>STOCKSYNC_BENCH_STOCKS</c> (5,200), <c>…_MEMORY_YEARS</c> (10), <c>…_MEMORY_SHORT_DAYS</c> (365, calendar days of the short one),
/// <c>…_MEMORY_SHAPE</c> (<c>MarketDay</c>; a service without latency leaves the choice to chance).
/// </summary>
sealed class Memory(bool isEmbedded) : Scenario
{
    const double MostMegabytes = 200;
    const double MostGrowth = 1.15;

    // When the collector runs decides over a tenth of a peak.
    const int ShortRuns = 3;

    static readonly DateOnly s_end = new(2024, 12, 31);

    public override string Name => nameof(Memory) + (isEmbedded ? "Sqlite" : "Postgres");

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        int days = Scale.Count("MEMORY_SHORT_DAYS", 365, 14);
        string shape = Environment.GetEnvironmentVariable("STOCKSYNC_BENCH_MEMORY_SHAPE") ?? nameof(RequestShape.MarketDay);
        int years = Scale.Count("MEMORY_YEARS", 10, 1);
        var from = s_end.AddDays(1 - (years * days));
        // Ten years of kept answers would be most of the machine's memory, and speed is not what is measured here.
        await using var market = await MarketProcess.StartAsync(
            bench, "--stocks", $"{stocks}", "--from", $"{from:yyyy-MM-dd}", "--to", $"{s_end:yyyy-MM-dd}");
        var idle = BackfillChild.PeakOf(await ChildProcess.RunAsync(await SettingsAsync(bench, market), Child.Idle));
        var shortRuns = new List<double>();
        for (int i = 0; i < ShortRuns; i++)
            shortRuns.Add(await PeakAsync(bench, market, s_end.AddDays(1 - days), shape) - idle);
        var oneYear = Spread.Of(shortRuns);
        double tenYears = await PeakAsync(bench, market, from, shape) - idle;

        string place = isEmbedded ? "SQLite" : "PostgreSQL";
        bench.Report.Add(new Row(
            Name,
            $"peak memory of a backfill into {place} by {shape} above an idle host, {Amount.Number(stocks)} stocks × {years} × {days} "
            + "calendar days",
            Amount.Megabytes(tenYears),
            $"idle host {Amount.Megabytes(idle)}",
            "",
            tenYears <= MostMegabytes * 1_000_000,
            "≤ 200 MB"));
        bench.Report.Add(new Row(
            Name,
            $"peak memory of the same for {days} days, median of {ShortRuns} ({oneYear.ToText("0,,.0")} MB)",
            Amount.Megabytes(oneYear.Median),
            Amount.Megabytes(tenYears),
            FormattableString.Invariant($"{tenYears / oneYear.Median:0.00} above idle, ")
            + FormattableString.Invariant($"{(idle + tenYears) / (idle + oneYear.Median):0.00} of whole peaks"),
            tenYears / oneYear.Median is <= MostGrowth and >= 1 / MostGrowth,
            "within 15 %"));
    }

    async Task<double> PeakAsync(Bench bench, MarketProcess market, DateOnly from, string shape) =>
        BackfillChild.PeakOf(await ChildProcess.RunAsync(
            await SettingsAsync(bench, market), Child.Backfill, $"{from:yyyy-MM-dd}", $"{s_end:yyyy-MM-dd}", shape));

    async Task<SyncSettings> SettingsAsync(Bench bench, MarketProcess market)
    {
        string database = isEmbedded ? bench.NewPath(".db") : (await bench.NewPostgresAsync()).Uri;
        var settings = bench.Settings(database, market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        return settings;
    }
}
