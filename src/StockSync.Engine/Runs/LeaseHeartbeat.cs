using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>Renews the lease while the run works, and cancels the run when the lease is lost.</summary>
sealed class LeaseHeartbeat : IAsyncDisposable
{
    readonly CancellationTokenSource _lost;
    readonly Heartbeat _heartbeat;

    public LeaseHeartbeat(ILeaseStore store, Lease lease, SyncSettings settings, TimeProvider time, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heartbeat = new Heartbeat(settings.LeaseHeartbeat, time, token => RenewAsync(store, lease, token));
    }

    /// <summary>Cancelled when the user stops the run or the lease is lost.</summary>
    public CancellationToken Token => _lost.Token;

    /// <summary>True once another run has taken the lease.</summary>
    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        _lost.Dispose();
    }

    async Task<bool> RenewAsync(ILeaseStore store, Lease lease, CancellationToken cancellationToken)
    {
        IsLost = !await store.RenewLeaseAsync(lease, cancellationToken);
        if (IsLost)
            await _lost.CancelAsync();
        return !IsLost;
    }
}
