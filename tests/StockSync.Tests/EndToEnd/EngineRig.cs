using StockSync.Engine;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.MarketServer;

namespace StockSync.Tests.EndToEnd;

/// <summary>A market service and an engine on a database of the test's own, connected over the real wire.</summary>
sealed class EngineRig : IAsyncDisposable
{
    readonly DirectoryInfo? _folder;

    EngineRig(IMarket market, MarketService service, SyncSettings settings, DirectoryInfo? folder)
    {
        Market = market;
        Service = service;
        Settings = settings;
        _folder = folder;
    }

    public IMarket Market { get; }

    public MarketService Service { get; }

    public SyncSettings Settings { get; set; }

    /// <summary>The engine's clock.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The name of the engine's machine; null means this one's.</summary>
    public string? Host { get; init; }

    /// <summary>Puts something between the engine and its source.</summary>
    public Func<IBarSource, IBarSource> Wrap { get; set; } = source => source;

    /// <summary>Puts something between the engine and its store.</summary>
    public Func<ISyncStore, ISyncStore> WrapStore { get; set; } = store => store;

    /// <summary>Starts it.</summary>
    /// <param name="market">What the service knows.</param>
    /// <param name="options">How the service behaves.</param>
    /// <param name="database">A PostgreSQL text; null means a fresh SQLite file.</param>
    /// <param name="host">See <see cref="Host"/>.</param>
    public static async Task<EngineRig> StartAsync(
        IMarket market, MarketServerOptions? options = null, string? database = null, string? host = null)
    {
        var service = await MarketService.StartAsync(market, options ?? new MarketServerOptions());
        var folder = database is null ? Directory.CreateTempSubdirectory("stocksync-test-") : null;
        var settings = new SyncSettings
        {
            Database = database ?? Path.Combine(folder!.FullName, "stocksync.db"),
            Endpoint = service.Endpoint.ToString(),
            StateDirectory = folder?.FullName,
            LogLevel = folder is null ? LogLevel.None : LogLevel.Debug,
            // Waits of the product are seconds; the rules that use them are tested with a fake clock.
            RetryMinDelay = TimeSpan.FromMilliseconds(10),
            RetryMaxDelay = TimeSpan.FromMilliseconds(20),
            SecondRoundDelay = TimeSpan.FromMilliseconds(10),
        };
        return new EngineRig(market, service, settings, folder) { Host = host };
    }

    public async Task<RecordingObserver> RunAsync(SyncRequest request, RecordingObserver? observer = null, CancellationToken cancellationToken = default)
    {
        observer ??= new RecordingObserver();
        await using var engine = Open();
        await engine.RunAsync(request, observer, cancellationToken);
        return observer;
    }

    public Task<RecordingObserver> BackfillAsync(DateOnly from, DateOnly to, RequestShape shape = RequestShape.Auto) =>
        RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = from, To = to, Shape = shape });

    public async Task<List<T>> ReadAsync<T>(Func<ISyncEngine, IAsyncEnumerable<T>> read)
    {
        await using var engine = Open();
        var items = new List<T>();
        await foreach (var item in read(engine))
            items.Add(item);
        return items;
    }

    /// <summary>The product's engine, as its factory makes it, on the rig's clock and source.</summary>
    public ISyncEngine Open() => new SyncEngine(new RunServices(
        Settings,
        WrapStore(StoreFactory.Open(Settings, Time)),
        BaostockSource.AddressOf(Settings).ToString(),
        gate => Wrap(new BaostockSource(Settings, gate, Time)),
        Time)
    {
        Host = Host ?? Environment.MachineName,
        Locks = EngineFactory.Locks(),
    });

    public Task<List<SyncDay>> CheckpointAsync() => ReadAsync(e => e.GetDaysAsync(null, null, CancellationToken.None));

    public Task<List<SyncRun>> RunsAsync() => ReadAsync(e => e.GetRunsAsync(false, int.MaxValue, CancellationToken.None));

    public Task<List<FailedStock>> FailuresAsync() => ReadAsync(e => e.GetFailedStocksAsync(false, CancellationToken.None));

    /// <summary>Frames that asked for bars.</summary>
    public int BarRequests => Service.Log.Count("95") + Service.Log.Count("98");

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}
