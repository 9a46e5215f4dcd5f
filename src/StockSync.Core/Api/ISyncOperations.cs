namespace StockSync;

/// <summary>
/// What operators need beside the sync itself: scheduled attempts, health, alerts, report. Every failure is a <see cref="StockSyncException"/>.
/// </summary>
public interface ISyncOperations : IAsyncDisposable
{
    /// <summary>
    /// Makes the attempt that is due, or nothing: trading day, already complete, sync with look-back, open failures, alerts. What goes wrong with
    /// the sync is in the result, not thrown.
    /// </summary>
    /// <param name="observer">Days, progress and warnings.</param>
    /// <param name="ended">Called with the result as soon as the data are safe, before messages are sent.</param>
    /// <param name="cancellationToken">Stops it; what is in hand is kept.</param>
    Task<ScheduledAttempt> InvokeAttemptAsync(ISyncObserver observer, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken);

    /// <summary>Attempts, newest first.</summary>
    IAsyncEnumerable<ScheduledAttempt> GetAttemptsAsync(int limit, CancellationToken cancellationToken);

    /// <summary>When the next attempt is due, UTC; null where the stored calendar does not reach so far. Asks nobody but the store.</summary>
    Task<DateTime?> NextAttemptAsync(CancellationToken cancellationToken);

    /// <summary>How well the copy is. Never throws for a broken part, and asks nobody but the store.</summary>
    /// <param name="schedules">The schedules of this machine; null where they were not looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken);

    /// <summary>Raises an alert where attempts that were due have not been made, resolves it where they have, and sends what is due.</summary>
    Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken);

    /// <summary>Alerts, newest first.</summary>
    IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken);

    /// <summary>The outbox, newest first.</summary>
    IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken);

    /// <summary>Sends what is in the outbox, or with <paramref name="test"/> a test message to every channel; emits what became of each message.</summary>
    IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, CancellationToken cancellationToken);

    /// <summary>Writes the report: one HTML file, owner-only, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="language"><c>en-US</c> or <c>zh-CN</c>; null means that of the session.</param>
    /// <param name="schedules">The schedules of this machine; null where they were not looked at.</param>
    /// <param name="cancellationToken">Stops it; the former file stays.</param>
    Task ExportReportAsync(string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken);
}
