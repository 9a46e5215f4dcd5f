namespace StockSync;

/// <summary>Where a run reports to while it works. Calls come from any thread, one at a time; a slow observer slows the run.</summary>
public interface ISyncObserver
{
    /// <summary>A run has begun; not called where nothing has to be done. Who hands reports on to another observer hands this on too.</summary>
    ValueTask StartedAsync(SyncRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>The run that had begun has reached its end, complete or not; not called where an error or a stop ended it.</summary>
    ValueTask EndedAsync(SyncRun run, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>A day is settled.</summary>
    ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken);

    /// <summary>How far the run is; at most a few times a second.</summary>
    ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken);

    /// <summary>What is being done, for the verbose stream.</summary>
    ValueTask VerboseAsync(string text, CancellationToken cancellationToken);

    /// <summary>Data may be incomplete, or the user should know something.</summary>
    ValueTask WarningAsync(string text, CancellationToken cancellationToken);

    /// <summary>One stock or one day failed for good in this run; the rest goes on.</summary>
    ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken);
}
