namespace StockSync.Engine.Operations.Log;

/// <summary>Operations whose caller is told where the log could not be written, and never sees a secret in an error.</summary>
sealed class LoggedOperations(ISyncOperations inner, LogNotice notice, IRedactor redactor) : ISyncOperations
{
    public async Task<ScheduledAttempt> InvokeAttemptAsync(ISyncObserver observer, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.InvokeAttemptAsync(observer, ended, cancellationToken);
        }
        catch (StockSyncException e) when (redactor.Redact(e) is var clean && !ReferenceEquals(clean, e))
        {
            throw clean;
        }
        finally
        {
            // After a stop nobody listens.
            if (!cancellationToken.IsCancellationRequested)
                await notice.ReportAsync(observer, cancellationToken);
        }
    }

    public IAsyncEnumerable<ScheduledAttempt> GetAttemptsAsync(int limit, CancellationToken cancellationToken) =>
        inner.GetAttemptsAsync(limit, cancellationToken);

    public Task<DateTime?> NextAttemptAsync(CancellationToken cancellationToken) => inner.NextAttemptAsync(cancellationToken);

    public Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        inner.GetHealthAsync(schedules, cancellationToken);

    public Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken) =>
        inner.AlertMissingAsync(health, cancellationToken);

    public IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetAlertsAsync(openOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetDeliveriesAsync(pendingOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, CancellationToken cancellationToken) =>
        inner.SendAlertsAsync(test, cancellationToken);

    public Task ExportReportAsync(
        string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        inner.ExportReportAsync(path, language, schedules, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
