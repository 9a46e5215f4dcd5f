using System.Diagnostics.CodeAnalysis;
using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
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

/// <summary>What the end of a run by hand has to tell. (A scheduled attempt tells for its runs.) Whoever started it sees its errors; a ban concerns everybody.</summary>
sealed class RunAlerts(IAlertPolicy policy, IAlertSender sender)
{
    const int Limit = 1000;

    // A channel that is dead must not hold up whoever waits for the prompt; what is left is sent by the next attempt.
    static readonly TimeSpan s_sendLimit = TimeSpan.FromSeconds(1);

    /// <summary>The alerts that stand open.</summary>
    public static Task<IReadOnlyList<SyncAlert>> OpenAsync(IAlertStore alerts, CancellationToken cancellationToken) =>
        alerts.GetAlertsAsync(true, Limit, cancellationToken);

    /// <summary>The changes to be recorded.</summary>
    /// <param name="facts">What has happened.</param>
    /// <param name="open">The alerts that stand open.</param>
    public AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open) => policy.Judge(facts, open);

    /// <summary>The same by the alerts that stand open now.</summary>
    public async Task<AlertChanges> JudgeAsync(IAlertStore alerts, AlertFacts facts, CancellationToken cancellationToken) =>
        Judge(facts, await OpenAsync(alerts, cancellationToken));

    /// <summary>Sends them once they are recorded.</summary>
    public Task SendAsync(IAlertStore alerts, CancellationToken cancellationToken) => sender.SendAsync(alerts, s_sendLimit, cancellationToken);
}

/// <summary>
/// Knows the secrets in force and takes them out of texts. Nothing should put them there; this is for the text of others (a service, a
/// driver, a library) that repeats what it was given.
/// </summary>
interface IRedactor
{
    /// <summary>The text with every secret, in whatever encoding, replaced by <c>***</c>; the same text where there is none.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    string? Redact(string? text);

    /// <summary>The error, or where any part of it shows a secret one like it without its cause.</summary>
    StockSyncException Redact(StockSyncException error)
    {
        string whole = $"{error}\n{error.Advice}\n{error.Target}";
        return ReferenceEquals(Redact(whole), whole)
            ? error
            : new StockSyncException(
                error.ErrorId,
                error.Kind,
                Redact(error.Message),
                Redact(error.Advice),
                error.Target is string target ? Redact(target) : error.Target,
                error.IsTransient);
    }
}
