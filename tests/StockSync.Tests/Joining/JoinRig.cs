using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Stores;

namespace StockSync.Tests.Joining;

/// <summary>Two machines with an address each, and one database: each has a market of its own, which shows who asked what.</summary>
sealed class JoinRig : IAsyncDisposable
{
    public static readonly DateOnly From = new(2024, 1, 2);
    public static readonly DateOnly To = new(2024, 2, 29);

    JoinRig(TestDatabase database, EngineRig first, EngineRig second) => (Database, First, Second) = (database, first, second);

    public TestDatabase Database { get; }

    public EngineRig First { get; }

    public EngineRig Second { get; }

    public IReadOnlyList<DateOnly> Days => [.. First.Market.TradingDays(From, To)];

    public static async Task<JoinRig> StartAsync(bool pooled = false, Func<MarketServerOptions>? options = null)
    {
        var database = await PostgresTestDatabase.CreateAsync(pooled);
        var market = new MadeUpMarket(seed: 7, stocks: 30, From, To);
        var first = await EngineRig.StartAsync(market, options?.Invoke(), database.Text, "first");
        var second = await EngineRig.StartAsync(market, options?.Invoke(), database.Text, "second");
        // What is looked for every second is looked for at once, and a commit holds little.
        foreach (var rig in new[] { first, second })
        {
            rig.Settings = rig.Settings with
            {
                CommitDays = 1, CommitRows = 100, CommitDelay = TimeSpan.FromMilliseconds(1), LeaseHeartbeat = TimeSpan.FromMilliseconds(150),
            };
        }
        return new JoinRig(database, first, second);
    }

    public Task LeadAsync(
        MeetingObserver observer,
        RequestShape shape = RequestShape.MarketDay,
        SyncRequest? request = null,
        CancellationToken cancellationToken = default) =>
        RunAsync(First, (request ?? Backfill) with { Shape = shape }, observer, cancellationToken);

    public Task JoinAsync(MeetingObserver observer) => RunAsync(Second, Backfill with { Join = true }, observer);

    /// <summary>The second machine joins when the first has begun, and has done something before the first goes on.</summary>
    public async Task<(MeetingObserver Leader, MeetingObserver Worker)> TogetherAsync(
        RequestShape shape = RequestShape.MarketDay, SyncRequest? request = null)
    {
        var joining = Task.CompletedTask;
        var worker = new MeetingObserver();
        var leader = new MeetingObserver
        {
            Meet = () =>
            {
                joining = JoinAsync(worker);
                return Task.WhenAny(worker.Worked, joining);
            },
        };
        await LeadAsync(leader, shape, request);
        await joining;
        return (leader, worker);
    }

    public static SyncRequest Backfill => new() { Kind = SyncKind.Backfill, From = From, To = To };

    public Task AssertTruthAsync() => TruthChecker.AssertEqualAsync(First, From, To);

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Database.DisposeAsync();
    }

    public static async Task RunAsync(
        EngineRig rig, SyncRequest request, MeetingObserver observer, CancellationToken cancellationToken = default)
    {
        await using var engine = rig.Open();
        await engine.RunAsync(request, observer, cancellationToken);
    }
}
