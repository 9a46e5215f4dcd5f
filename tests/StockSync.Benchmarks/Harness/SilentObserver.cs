namespace StockSync.Benchmarks.Harness;

/// <summary>Takes what a run reports; counts days that are not complete, for a fast run that left something out proves nothing.</summary>
sealed class SilentObserver : ISyncObserver
{
    public int Incomplete { get; private set; }

    /// <summary>False, the default, throws when a day is not complete: a run that left something out is no measure.</summary>
    public bool MayLeaveOpen { get; init; }

    /// <summary>Called when the run has begun.</summary>
    public Action? Started { get; init; }

    public ValueTask StartedAsync(SyncRun run, CancellationToken cancellationToken)
    {
        Started?.Invoke();
        return default;
    }

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
