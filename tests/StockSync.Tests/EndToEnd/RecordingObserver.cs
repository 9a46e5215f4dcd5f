using System.Collections.Concurrent;

namespace StockSync.Tests.EndToEnd;

/// <summary>Keeps what a run reports.</summary>
sealed class RecordingObserver : ISyncObserver
{
    public ConcurrentQueue<SyncDay> Days { get; } = new();

    public ConcurrentQueue<string> Verbose { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<StockSyncException> Errors { get; } = new();

    public ConcurrentQueue<SyncProgress> Progress { get; } = new();

    /// <summary>Called with each day; a test stops a run from here.</summary>
    public Action<SyncDay>? OnDay { get; init; }

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
    {
        Days.Enqueue(day);
        OnDay?.Invoke(day);
        return default;
    }

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken)
    {
        Progress.Enqueue(progress);
        return default;
    }

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken)
    {
        Verbose.Enqueue(text);
        return default;
    }

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken)
    {
        Warnings.Enqueue(text);
        return default;
    }

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken)
    {
        Errors.Enqueue(error);
        return default;
    }
}
