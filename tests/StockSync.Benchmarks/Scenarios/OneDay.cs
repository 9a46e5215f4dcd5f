using StockSync.Benchmarks.Harness;
using StockSync.Engine;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// The daily sync of one new day into PostgreSQL: what it takes beyond the time in which answers of the service were awaited (the run's own
/// count, from a request's last byte to its answer's last). A new engine connects anew, as each scheduled try does; an engine in use has
/// its connections. <c>STOCKSYNC_BENCH_STOCKS</c> (5,200), <c>…_DAY_ROUNDS</c> (5), <c>…_DAY_LATENCY</c> (500, ms of the market day's
/// answer).
/// </summary>
/// <param name="place">For the name.</param>
/// <param name="roundTrip">To the database.</param>
/// <param name="target">Seconds that it may take.</param>
sealed class OneDay(string place, TimeSpan roundTrip, double target) : Scenario
{
    const int DaysBefore = 22;

    public override string Name => nameof(OneDay) + place;

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        int rounds = Scale.Count("DAY_ROUNDS", 5, 2);
        var dates = TradingDays.From(TradingDays.First, DaysBefore + 2 + (2 * rounds));
        await using var market = await MarketProcess.MadeUpAsync(
            bench, stocks, dates[0], dates[^1], "--latency-98", Amount.Number(Scale.Number("DAY_LATENCY", 500), "0"));
        var database = await bench.NewPostgresAsync();
        var near = bench.Settings(database.Uri, market.Endpoint);
        await EngineRun.InitializeAsync(near);
        await EngineRun.BackfillAsync(near, dates[0], dates[DaysBefore - 1]);

        await using var proxy = new DelayProxy(database.Port, roundTrip);
        var settings = bench.Settings((database with { Port = proxy.Port }).Uri, market.Endpoint);
        await using var kept = EngineFactory.Create(settings);
        var next = new Queue<DateOnly>(dates.Skip(DaysBefore));
        // Not counted: the first day compiles the code and opens the kept engine's connections.
        await EngineRun.RunAsync(settings, Request(next.Dequeue()));
        await EngineRun.RunAsync(kept, Request(next.Dequeue()));
        var seconds = await Rounds.AlternateAsync(
            rounds,
            async _ => Beyond(await EngineRun.RunAsync(settings, Request(next.Dequeue()))),
            async _ => Beyond(await EngineRun.RunAsync(kept, Request(next.Dequeue()))));
        Add(bench, stocks, "new engine that has to connect", seconds[0]);
        Add(bench, stocks, "engine with open connections", seconds[1]);
    }

    /// <summary>The daily sync of a day.</summary>
    public static SyncRequest Request(DateOnly day) => new() { Kind = SyncKind.Day, Dates = [day] };

    /// <summary>Seconds without those in which answers were awaited.</summary>
    public static double Beyond(EngineRun run) => run.Seconds - run.Record!.FetchTime.TotalSeconds;

    void Add(Bench bench, int stocks, string who, IReadOnlyList<double> seconds)
    {
        var spread = Spread.Of(seconds);
        string distance = roundTrip == TimeSpan.Zero ? "on this machine" : FormattableString.Invariant($"{roundTrip.TotalMilliseconds:0} ms away");
        bench.Report.Add(new Row(
            Name,
            $"one day, {Amount.Number(stocks)} stocks, PostgreSQL {distance}: time without the waits for the service, {who}",
            Amount.Seconds(spread.Median),
            "",
            $"{spread.ToText()} s",
            spread.Median <= target,
            FormattableString.Invariant($"≤ {target} s")));
    }
}
