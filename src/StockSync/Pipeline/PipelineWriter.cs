using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Threading.Channels;

namespace StockSync.Pipeline;

/// <summary>
/// Carries what engine tasks report to the pipeline thread, the only one that may write. Bounded, so that a slow consumer slows the
/// download instead of filling memory.
/// </summary>
sealed class PipelineWriter : ISyncObserver
{
    const int Capacity = 64;
    static readonly TimeSpan s_progressInterval = TimeSpan.FromMilliseconds(200);

    readonly Channel<Action<Cmdlet>> _channel = Channel.CreateBounded<Action<Cmdlet>>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    readonly ProgressReport? _progress;
    readonly CancellationToken _run;
    long _lastProgress;

    /// <summary>Creates it.</summary>
    /// <param name="progress">Where progress goes; null drops it.</param>
    /// <param name="run">Cancelled when nobody reads any more: a blocked report must not outlive its reader.</param>
    public PipelineWriter(ProgressReport? progress, CancellationToken run)
    {
        _progress = progress;
        _run = run;
    }

    public ValueTask WriteObjectAsync(object item) => PostAsync(cmdlet => cmdlet.WriteObject(item));

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken) => WriteObjectAsync(day);

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken) => PostAsync(cmdlet => cmdlet.WriteVerbose(text));

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => PostAsync(cmdlet => cmdlet.WriteWarning(text));

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) =>
        PostAsync(cmdlet => cmdlet.WriteError(Errors.From(error)));

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken)
    {
        // A host drops what comes faster, and each record costs; progress is never worth waiting for either.
        bool isDue = _lastProgress == 0 || Stopwatch.GetElapsedTime(_lastProgress) >= s_progressInterval;
        if (_progress is { } report && isDue && _channel.Writer.TryWrite(cmdlet => report.Write(cmdlet, progress)))
            _lastProgress = Stopwatch.GetTimestamp();
        return ValueTask.CompletedTask;
    }

    /// <summary>No more will come.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    /// <summary>Blocks until there is something to take; false when no more will come.</summary>
    public bool Wait()
    {
        var wait = _channel.Reader.WaitToReadAsync(_run);
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }

    public bool TryTake([NotNullWhen(true)] out Action<Cmdlet>? write) => _channel.Reader.TryRead(out write);

    /// <summary>Does something on the pipeline thread.</summary>
    public ValueTask PostAsync(Action<Cmdlet> write) => _channel.Writer.WriteAsync(write, _run);
}
