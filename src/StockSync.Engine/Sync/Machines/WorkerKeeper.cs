namespace StockSync.Engine.Sync.Machines;

/// <summary>
/// A joined machine's sign of life while it works. When the run's own machine is gone, nothing more is begun; when this machine was taken for
/// lost, its work is cancelled.
/// </summary>
sealed class WorkerKeeper : IAsyncDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly CancellationTokenSource _lost;
    readonly Task _loop;

    /// <param name="store">One try each: the next one follows soon.</param>
    /// <param name="pass">Who we are.</param>
    /// <param name="run">Heartbeat, clock, and the stop that is asked for.</param>
    /// <param name="cancellationToken">The user's.</param>
    public WorkerKeeper(IWorkerStore store, WorkerPass pass, RunContext run, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loop = LoopAsync(store, pass, run);
    }

    /// <summary>Cancelled when the user stops, or when this machine was taken for lost.</summary>
    public CancellationToken Token => _lost.Token;

    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
        _lost.Dispose();
    }

    async Task LoopAsync(IWorkerStore store, WorkerPass pass, RunContext run)
    {
        using var timer = new PeriodicTimer(run.Settings.LeaseHeartbeat, run.Clock.Time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    var look = await store.LookAsync(pass, _end.Token);
                    IsLost = look.State == WorkerState.Lost;
                    if (!IsLost && !look.IsLed)
                        run.Stop.Request(WorkerErrors.LeaderGone(run.RunId));
                }
                catch (StockSyncException)
                {
                    // The database is away for a moment. If that lasts, the next transaction finds out who may still write.
                }
                if (IsLost)
                {
                    await _lost.CancelAsync();
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
    }
}
