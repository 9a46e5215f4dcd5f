namespace StockSync.Benchmarks.Harness;

/// <summary>Takes what a run reports; counts days that are not complete, for a fast run that left something out proves nothing.</summary>
sealed class SilentObserver : ISyncObserver
{
    public int Incomplete { get; private set; }

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
    {
        if (day.Status is not (SyncDayStatus.Completed or SyncDayStatus.Skipped))
            Incomplete++;
        return default;
    }

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) => default;

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => default;

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => throw error;
}
