namespace StockSync.Rig;

/// <summary>Hears nothing: what a run reports is not what is tested here.</summary>
sealed class SilentObserver : ISyncObserver
{
    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken) => default;

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) => default;

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => default;
}
