namespace StockSync.Engine.Sync.Machines;

/// <summary>
/// Looks now and then whether a machine has joined, until one has: one count by index a second, beside the work. A commit sees it too, but
/// commits can be a slow answer apart.
/// </summary>
sealed class JoinWatch : IAsyncDisposable
{
    static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _end = new();
    readonly Task _loop;

    /// <param name="store">One try each; null where nobody can join.</param>
    /// <param name="run">The run.</param>
    public JoinWatch(IWorkerStore? store, RunContext run) => _loop = store is null ? Task.CompletedTask : LoopAsync(store, run);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    async Task LoopAsync(IWorkerStore store, RunContext run)
    {
        using var timer = new PeriodicTimer(s_step, run.Clock.Time);
        try
        {
            while (!run.Joined.IsJoined && await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    run.Joined.Notice(await store.CountAsync(run.RunId, _end.Token));
                    // A unit that is on its way need not end first.
                    if (run.Joined is { IsJoined: true, Plan: { } plan })
                        await plan.PublishAsync(_end.Token);
                }
                catch (StockSyncException)
                {
                    // The database is away for a moment; whoever joined is still there when it is back.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
