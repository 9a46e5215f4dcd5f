using System.Globalization;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Stores;

namespace StockSync.Tests.Crash;

/// <summary>A small market, an empty database and the rigs that fill it, until it is full.</summary>
sealed class CrashRig : IAsyncDisposable
{
    public const int CommitDays = 4;

    /// <summary>Of those, what one transaction holds: the other half is fetched meanwhile.</summary>
    public const int DaysOfCommit = CommitDays / 2;
    public const int CommitRows = 100;

    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);

    readonly TestDatabase _database;

    CrashRig(TestDatabase database, EngineRig engine) => (_database, Engine) = (database, engine);

    /// <summary>Service and database, seen from the test's own process.</summary>
    public EngineRig Engine { get; }

    /// <summary>A way in beside the engine.</summary>
    public TestDatabase Database => _database;

    public RequestShape Shape { get; init; } = RequestShape.MarketDay;

    /// <summary>The program that a rig is started through, with its arguments; none by default.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];

    public IReadOnlyList<DateOnly> Days => [.. Engine.Market.TradingDays(s_from, s_to)];

    public static async Task<CrashRig> StartAsync(
        TestDatabase database, RequestShape shape = RequestShape.MarketDay, int connections = 1, IReadOnlyList<string>? within = null)
    {
        var options = new MarketServerOptions { MaxConnections = connections };
        // Long enough for a kill to fall between request and answer, short enough for hundreds of runs.
        options.Latency["98"] = options.Latency["95"] = TimeSpan.FromMilliseconds(5);
        var engine = await EngineRig.StartAsync(new MadeUpMarket(seed: 11, stocks: 20, s_from, s_to), options, database.Text);
        return new CrashRig(database, engine) { Shape = shape, Within = within ?? [] };
    }

    public RigProcess Start(params IEnumerable<string> arguments) => Start(null, arguments);

    /// <summary>As a rig of another machine: which endpoints it is connected to is not known here, nor the other way round.</summary>
    public RigProcess StartElsewhere(params IEnumerable<string> arguments) => Start(
        new Dictionary<string, string> { ["XDG_STATE_HOME"] = Path.Join(UserFolder.Path, "elsewhere") }, arguments);

    RigProcess Start(IReadOnlyDictionary<string, string>? environment, IEnumerable<string> arguments) => RigProcess.Start(
    [
        "--database", _database.Text,
        "--endpoint", Engine.Service.Endpoint.ToString(),
        "--from", Text(s_from),
        "--to", Text(s_to),
        "--shape", Shape.ToString(),
        "--commit-days", Text(CommitDays),
        "--commit-rows", Text(CommitRows),
        .. arguments,
    ],
    environment,
    Within);

    /// <summary>All days, as an engine of the test's own process asks for them.</summary>
    public SyncRequest Backfill => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = Shape };

    public async Task<RigRun> RunAsync(params IEnumerable<string> arguments)
    {
        using var process = Start(arguments);
        return await process.EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _database.DisposeAsync();
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
