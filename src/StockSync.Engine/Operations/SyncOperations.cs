namespace StockSync.Engine.Operations;

/// <summary>What operators need beside the sync itself; each part does one thing, here they meet.</summary>
sealed class SyncOperations(SyncSettings settings, ISyncStore store, string endpoint, TimeProvider time) : ISyncOperations
{
    public ValueTask DisposeAsync() => store.DisposeAsync();

    public Task<SyncTry> InvokeTryAsync(ISyncObserver observer, Func<SyncTry, ValueTask> ended, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{settings} {endpoint} {time}");

    public IAsyncEnumerable<SyncTry> GetTriesAsync(int limit, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DateTime?> NextTryAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken) => throw new NotImplementedException();

    public IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    public IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task ExportReportAsync(string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        throw new NotImplementedException();
}
