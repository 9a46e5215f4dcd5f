using System.Globalization;
using System.Runtime.CompilerServices;
using StockSync.Engine.Health;
using StockSync.Engine.Reports;
using StockSync.Engine.Sync;
using StockSync.Engine.Sync.Tries;

namespace StockSync.Engine.Operations;

/// <summary>What operators need beside the sync itself; each part does one thing, here they meet.</summary>
/// <param name="settings">The settings in force.</param>
/// <param name="store">The database; one try each.</param>
/// <param name="endpoint">The service, as host:port.</param>
/// <param name="openSource">Opens it.</param>
/// <param name="policy">Who is told what.</param>
/// <param name="sender">Tells them.</param>
/// <param name="spool">Keeps alerts while the database is away.</param>
/// <param name="log">For whoever looks later.</param>
/// <param name="time">The clock.</param>
/// <param name="watch">Who hears what runs report; null for nobody beside the caller.</param>
/// <param name="locks">Keep a second connection from the endpoint; null where nobody else can open one.</param>
sealed class SyncOperations(
    SyncSettings settings,
    ISyncStore store,
    string endpoint,
    Func<IRequestGate, IBarSource> openSource,
    IAlertPolicy policy,
    IAlertSender sender,
    IAlertStore spool,
    ISyncLog log,
    TimeProvider time,
    RunWatch? watch = null,
    EndpointLocks? locks = null)
    : ISyncOperations
{
    readonly BeijingClock _clock = new(time);

    // A try has nobody who could start it again: a database that wakes up is waited for.
    readonly PatientStore _patient = new(store, RetryPipelines.ForStore(time, Random.Shared.NextDouble));

    // Off the hour, and then some time for a channel that has to be asked twice; the data are safe and the lease is released by then.
    TimeSpan SendLimit => settings.Alerts.AlertDelayMax + (3 * settings.Alerts.AlertTimeout);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    public async Task<SyncTry> InvokeTryAsync(ISyncObserver observer, Func<SyncTry, ValueTask> ended, CancellationToken cancellationToken)
    {
        var made = await Try().RunAsync(observer, ended, cancellationToken);
        await sender.SendAsync(spool, SendLimit, cancellationToken);
        if (!IsStoreAway(made.ErrorId))
            await sender.SendAsync(store, SendLimit, cancellationToken);
        return made;
    }

    public async IAsyncEnumerable<SyncTry> GetTriesAsync(int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await store.InspectAsync(cancellationToken);
        foreach (var made in await store.GetTriesAsync(DateTime.UnixEpoch, limit, cancellationToken))
            yield return made;
    }

    public async Task<DateTime?> NextTryAsync(CancellationToken cancellationToken) =>
        (await Try().CalendarAsync(cancellationToken)).Next(_clock.UtcNow)?.DueAt;

    public Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        new HealthReader(settings, store, endpoint, time).ReadAsync(schedules, cancellationToken);

    public async Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken)
    {
        var calendar = await Try().CalendarAsync(cancellationToken);
        var history = await TryHistory.ReadAsync(store, _clock.UtcNow, cancellationToken);
        // A try that is being made is not missing.
        var missed = history.Missed(calendar, _clock.UtcNow - HealthLimits.TryGrace);
        var facts = new AlertFacts
        {
            Now = _clock.UtcNow,
            Endpoint = endpoint,
            Target = store.Target,
            TriesOfDay = calendar.TriesOfDay,
            Missed = missed.Count,
            Host = history.Last?.Host,
            IsScheduleChecked = true,
            LastTryAt = history.Last?.StartedAt,
            LogPath = log.Path,
        };
        var alerts = new RunAlerts(policy, sender);
        var changes = await alerts.JudgeAsync(store, facts, cancellationToken);
        if (!changes.IsEmpty)
            await store.ApplyAlertsAsync(changes, cancellationToken);
        await sender.SendAsync(store, SendLimit, cancellationToken);
    }

    public IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Desk().AlertsAsync(openOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        Desk().DeliveriesAsync(pendingOnly, limit, cancellationToken);

    public async IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (test)
        {
            foreach (var message in await Desk().TestAsync(cancellationToken))
                yield return message;
            yield break;
        }
        await foreach (var message in Desk().FlushAsync(cancellationToken))
            yield return message;
    }

    public async Task ExportReportAsync(
        string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken)
    {
        var text = ReportText.For(language);
        // The reasons of the status are written in the language of the report; the caller's own stays as it is.
        CultureInfo.CurrentUICulture = text.Culture;
        var health = await GetHealthAsync(schedules, cancellationToken);
        var data = await new ReportCollector(store, settings, endpoint).CollectAsync(health, schedules, cancellationToken);
        ReportFile.Write(path, data, text);
    }

    AlertDesk Desk() => new(settings.Alerts, store, spool, sender, time);

    ScheduledTry Try() => new(
        settings,
        _patient,
        endpoint,
        new SyncRunner(settings, store, openSource, endpoint, _clock, watch: watch, locks: locks),
        new TryAlerts(_patient, spool, policy),
        sender,
        log,
        _clock);

    static bool IsStoreAway(string? errorId) => errorId?.StartsWith("Store", StringComparison.Ordinal) == true;
}
