using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sqlite;
using StockSync.MarketServer;

namespace StockSync.Tests.Histories;

/// <summary>Where a history happens: a store, and a way to the service.</summary>
sealed class HistoryWorld : IAsyncDisposable
{
    static readonly SyncSettings s_settings = new()
    {
        Database = "memory",
        Endpoint = "history:1",
        // Nothing fails here; of a lease that expires because the machine is busy there is nothing to learn.
        LeaseHeartbeat = TimeSpan.FromMinutes(10),
        LeaseExpiry = TimeSpan.FromHours(2),
    };

    readonly DirectoryInfo? _folder;
    readonly MarketService? _service;

    HistoryWorld(SyncSettings settings, ISyncStore store, Func<IRequestGate, bool, IBarSource> open, DirectoryInfo? folder, MarketService? service)
    {
        (Settings, Store, Open) = (settings, store, open);
        (_folder, _service) = (folder, service);
    }

    public SyncSettings Settings { get; }

    public ISyncStore Store { get; }

    public string Endpoint => Settings.Endpoint!;

    /// <summary>Opens the service, with market days or without.</summary>
    public Func<IRequestGate, bool, IBarSource> Open { get; }

    /// <summary>All in memory.</summary>
    public static Task<HistoryWorld> PureAsync(HistoryService service, HistoryTime time) => PureAsync(service, static store => store);

    /// <summary>All in memory, with something between the engine and its store.</summary>
    public static Task<HistoryWorld> PureAsync(HistoryService service, Func<ISyncStore, ISyncStore> wrap) =>
        Task.FromResult(new HistoryWorld(
            s_settings, wrap(new MemoryStore()), (gate, hasMarketDays) => new HistorySource(service, gate, hasMarketDays), null, null));

    /// <summary>A SQLite file, and the service in memory.</summary>
    public static Task<HistoryWorld> OnFileAsync(HistoryService service, HistoryTime time)
    {
        var folder = Directory.CreateTempSubdirectory("stocksync-history-");
        var store = new SqliteStore(Path.Combine(folder.FullName, "s.db"), time);
        return Task.FromResult(new HistoryWorld(
            s_settings, store, (gate, hasMarketDays) => new HistorySource(service, gate, hasMarketDays), folder, null));
    }

    /// <summary>A SQLite file, and the service behind the real wire.</summary>
    public static async Task<HistoryWorld> OnWireAsync(HistoryService service, HistoryTime time)
    {
        var folder = Directory.CreateTempSubdirectory("stocksync-history-");
        var market = await MarketService.StartAsync(new HistoryShown(service));
        var settings = s_settings with
        {
            Database = Path.Combine(folder.FullName, "s.db"),
            Endpoint = market.Endpoint.ToString(),
            RetryMinDelay = TimeSpan.FromMilliseconds(10),
            RetryMaxDelay = TimeSpan.FromMilliseconds(20),
            SecondRoundDelay = TimeSpan.FromMilliseconds(10),
        };
        IBarSource Open(IRequestGate gate, bool hasMarketDays)
        {
            market.Options.Without98 = !hasMarketDays;
            return new BaostockSource(settings, gate, time);
        }
        return new(settings, new SqliteStore(settings.Database!, time), Open, folder, market);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        if (_service is not null)
            await _service.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
