namespace StockSync.Rig;

/// <summary>
/// Looks at each report what the run holds: managed memory after a full collection, so that it is what lives and not what waits for the
/// collector. The caches of a database have their own bounds and are not in it.
/// </summary>
sealed class MemoryObserver : ISyncObserver
{
    /// <summary>The most that was seen, in bytes.</summary>
    public long Most { get; private set; }

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken) => day.Date.Day == 1 ? LookAsync() : default;

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) => LookAsync();

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => default;

    ValueTask LookAsync()
    {
        Most = Math.Max(Most, GC.GetTotalMemory(forceFullCollection: true));
        return default;
    }
}
