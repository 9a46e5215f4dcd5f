using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>
/// Looks now and then whether a machine has joined, until one has: one count by index a second, beside the work. A commit sees it too, but
/// commits can be a slow answer apart.
/// </summary>
sealed class JoinPoller : IAsyncDisposable
{
    static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    readonly Heartbeat? _heartbeat;

    /// <param name="store">One attempt each; null where nobody can join.</param>
    /// <param name="run">The run.</param>
    public JoinPoller(IWorkerStore? store, RunContext run) =>
        _heartbeat = store is null ? null : new Heartbeat(s_step, run.Clock.Time, token => PollAsync(store, run, token));

    public ValueTask DisposeAsync() => _heartbeat?.DisposeAsync() ?? ValueTask.CompletedTask;

    static async Task<bool> PollAsync(IWorkerStore store, RunContext run, CancellationToken cancellationToken)
    {
        if (!run.Joined.IsJoined)
            run.Joined.Notice(await store.CountAsync(run.RunId, cancellationToken));
        if (!run.Joined.IsJoined)
            return true;
        // A unit that is on its way need not end first.
        if (run.Joined.Publish is { } publish)
            await publish(cancellationToken);
        return false;
    }
}
