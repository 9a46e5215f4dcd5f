using StockSync.Tests.EndToEnd;

namespace StockSync.Tests.Joining;

/// <summary>
/// Keeps what a machine reports, and holds it at its first progress until another one is where a test wants it: so two machines work at the
/// same time however slow the test's own machine is.
/// </summary>
sealed class MeetingObserver : ISyncObserver
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    readonly TaskCompletionSource _worked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RecordingObserver Seen { get; init; } = new();

    /// <summary>Has joined the run.</summary>
    public Task Joined => _joined.Task.WaitAsync(s_patience);

    /// <summary>Has its first units through.</summary>
    public Task Worked => _worked.Task.WaitAsync(s_patience);

    /// <summary>Awaited at the first progress.</summary>
    public Func<Task> Meet { get; init; } = () => Task.CompletedTask;

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken) => Seen.DayAsync(day, cancellationToken);

    public async ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken)
    {
        await Seen.ProgressAsync(progress, cancellationToken);
        if (_worked.TrySetResult())
            await Meet();
    }

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken)
    {
        _joined.TrySetResult();
        return Seen.VerboseAsync(text, cancellationToken);
    }

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken) => Seen.WarningAsync(text, cancellationToken);

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken) => Seen.ErrorAsync(error, cancellationToken);
}
