using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine;

/// <summary>What every part of the engine works with: put together once, by <see cref="EngineFactory"/> or by a test, and never changed.</summary>
/// <param name="Settings">The settings in force.</param>
/// <param name="StoreOnce">The database; one attempt for each call. A run and a scheduled attempt work with <see cref="ISyncStore.WithRetry"/>.</param>
/// <param name="Endpoint">The service, as host:port.</param>
/// <param name="OpenSource">Connects to the service; every frame passes the gate first.</param>
/// <param name="Time">The clock of this machine.</param>
sealed record RunServices(
    SyncSettings Settings, ISyncStore StoreOnce, string Endpoint, Func<IRequestGate, IBarSource> OpenSource, TimeProvider Time)
{
    /// <summary>The clock, in Beijing's days.</summary>
    public BeijingClock Clock { get; } = new(Time);

    /// <summary>This machine's name.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <summary>Who is told of runs by hand; null for nobody. (A scheduled attempt tells for its runs.)</summary>
    public RunAlerts? Alerts { get; init; }

    /// <summary>Keeps a second connection from the endpoint; null where nobody else can open one.</summary>
    public EndpointLocks? Locks { get; init; }

    /// <summary>Puts whoever else hears what a run reports before the caller's observer; null for nobody.</summary>
    public Func<ISyncObserver, ISyncObserver>? Listeners { get; init; }

    /// <summary>Takes secrets out of what is recorded; null where there are none.</summary>
    public IRedactor? Redactor { get; init; }

    /// <summary>An observer with whoever else hears.</summary>
    public ISyncObserver Observe(ISyncObserver observer) => Listeners?.Invoke(observer) ?? observer;

    /// <summary>A text without secrets, as it may be recorded.</summary>
    public string? Redact(string? text) => Redactor is null ? text : Redactor.Redact(text);

    /// <summary>Looks at the database.</summary>
    /// <exception cref="StockSyncException">A run could not write into it.</exception>
    public static async Task<DatabaseInfo> InspectAsync(ISyncStore store, CancellationToken cancellationToken)
    {
        var info = await store.InspectAsync(cancellationToken);
        return info.IsWritable
            ? info
            : throw new StockSyncException(
                ErrorIds.StoreReadOnly,
                ErrorKind.Permission,
                SyncStrings.FormatStoreReadOnly(info.Target, info.WhyNotWritable),
                SyncStrings.StoreReadOnlyAdvice,
                info.Target);
    }

    /// <summary>Checks, before anything is asked, that the service may be asked, and warns of more connections than a public service likes.</summary>
    /// <exception cref="StockSyncException">The address is banned.</exception>
    public async Task CheckServiceAsync(SyncRequest request, ServiceState service, ISyncObserver observer, CancellationToken cancellationToken)
    {
        if (!request.IgnoreBan)
            ServiceBlock.Check(service, Endpoint, Clock);
        bool isPublic = Endpoint.EndsWith(".baostock.com:10030", StringComparison.OrdinalIgnoreCase);
        if (Settings.ThrottleLimit > 1 && isPublic)
            await observer.WarningAsync(SyncStrings.FormatThrottleOnPublicHost(Settings.ThrottleLimit, Endpoint), cancellationToken);
    }
}
