namespace StockSync.Engine.Sync;

/// <summary>Renews the lease while the run works, and cancels the run when the lease is lost.</summary>
sealed class LeaseKeeper : IAsyncDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly CancellationTokenSource _lost;
    readonly Task _loop;

    public LeaseKeeper(IRunStore store, Lease lease, SyncSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _loop = LoopAsync(store, lease, settings, time);
    }

    /// <summary>Cancelled when the user stops the run or the lease is lost.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>True once another run has taken the lease.</summary>
    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
        _lost.Dispose();
    }

    async Task LoopAsync(IRunStore store, Lease lease, SyncSettings settings, TimeProvider time)
    {
        using var timer = new PeriodicTimer(settings.LeaseHeartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    if (await store.RenewLeaseAsync(lease, _end.Token))
                    {
                        FailPoint.Hit(FailPoint.LeaseRenewed);
                        continue;
                    }
                }
                catch (StockSyncException)
                {
                    // The database is away for a moment. If that lasts, the next transaction finds out who owns the lease.
                    continue;
                }
                IsLost = true;
                await _lost.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }
}
