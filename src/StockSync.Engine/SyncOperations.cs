using System.Globalization;
using System.Runtime.CompilerServices;
using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Operations.Log;
using StockSync.Engine.Operations.Reports;
using StockSync.Engine.Operations.Schedules;
using StockSync.Engine.Runs;
using StockSync.Engine.ScheduledSync;
using StockSync.Engine.Service;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine;

/// <summary>What operators need beside the sync itself; each part does one thing, here they meet.</summary>
/// <param name="services">Settings, store, service and clock; runs of a scheduled attempt tell nobody by themselves.</param>
/// <param name="policy">Who is told what.</param>
/// <param name="sender">Tells them.</param>
/// <param name="spool">Keeps alerts while the database is away.</param>
/// <param name="log">For whoever looks later.</param>
sealed class SyncOperations(RunServices services, IAlertPolicy policy, IAlertSender sender, IAlertStore spool, ISyncLog log) : ISyncOperations
{
    readonly SyncSettings _settings = services.Settings;
    readonly ISyncStore _store = services.StoreOnce;
    readonly string _endpoint = services.Endpoint;
    readonly BeijingClock _clock = services.Clock;

    // An attempt has nobody who could start it again: a database that wakes up is waited for.
    readonly ISyncStore _retrying = services.StoreOnce.WithRetry(RetryPipelines.ForStore(services.Time, Random.Shared.NextDouble));

    // Off the hour, and then some time for a channel that has to be asked twice; the data are safe and the lease is released by then.
    TimeSpan SendLimit => _settings.Alerts.AlertDelayMax + (3 * _settings.Alerts.AlertTimeout);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public async Task<ScheduledAttempt> InvokeAttemptAsync(ISyncObserver observer, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken)
    {
        var made = await Attempt().RunAsync(observer, ended, cancellationToken);
        await sender.SendAsync(spool, SendLimit, cancellationToken);
        if (!IsStoreAway(made.ErrorId))
            await sender.SendAsync(_store.Alerts, SendLimit, cancellationToken);
        return made;
    }

    public async IAsyncEnumerable<ScheduledAttempt> GetAttemptsAsync(int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        foreach (var made in await _store.History.GetAttemptsAsync(DateTime.UnixEpoch, limit, cancellationToken))
            yield return made;
    }

    public async Task<DateTime?> NextAttemptAsync(CancellationToken cancellationToken) =>
        (await Attempt().CalendarAsync(cancellationToken)).Next(_clock.UtcNow)?.DueAt;

    public Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        new HealthReader(_settings, _store, _endpoint, services.Time).ReadAsync(schedules, cancellationToken);

    public async Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken)
    {
        var calendar = await Attempt().CalendarAsync(cancellationToken);
        var history = await AttemptHistory.ReadAsync(_store.History, _clock.UtcNow, cancellationToken);
        // An attempt that is being made is not missing.
        var missed = history.Missed(calendar, _clock.UtcNow - HealthLimits.AttemptGrace);
        var facts = new AlertFacts
        {
            Now = _clock.UtcNow,
            Endpoint = _endpoint,
            Target = _store.Target,
            AttemptsOfDay = calendar.AttemptsOfDay,
            Missed = missed.Count,
            Host = history.Last?.Host,
            IsScheduleChecked = true,
            LastAttemptAt = history.Last?.StartedAt,
            LogPath = log.Path,
        };
        var alerts = new RunAlerts(policy, sender);
        var changes = await alerts.JudgeAsync(_store.Alerts, facts, cancellationToken);
        if (!changes.IsEmpty)
            await _store.Alerts.ApplyAlertsAsync(changes, cancellationToken);
        await sender.SendAsync(_store.Alerts, SendLimit, cancellationToken);
    }

    public IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        Alerts().AlertsAsync(openOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        Alerts().DeliveriesAsync(pendingOnly, limit, cancellationToken);

    public async IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (test)
        {
            foreach (var message in await Alerts().TestAsync(cancellationToken))
                yield return message;
            yield break;
        }
        await foreach (var message in Alerts().FlushAsync(cancellationToken))
            yield return message;
    }

    public async Task ExportReportAsync(
        string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken)
    {
        var text = ReportText.For(language);
        // The reasons of the status are written in the language of the report; the caller's own stays as it is.
        CultureInfo.CurrentUICulture = text.Culture;
        var health = await GetHealthAsync(schedules, cancellationToken);
        var data = await new ReportCollector(_store, _settings, _endpoint).CollectAsync(health, schedules, cancellationToken);
        ReportFile.Write(path, data, text);
    }

    AlertService Alerts() => new(_settings.Alerts, _store, spool, sender, services.Time);

    AttemptRunner Attempt() => new(
        _settings,
        _retrying,
        _endpoint,
        new SyncRunner(services),
        new AttemptAlerts(_retrying, spool, policy),
        sender,
        log,
        _clock);

    static bool IsStoreAway(string? errorId) => StoreFailure.Is(errorId);
}
