using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>
/// A joined machine's sign of life while it works. When the run's own machine is gone, nothing more is begun; when this machine was taken for
/// lost, its work is cancelled.
/// </summary>
sealed class WorkerHeartbeat : IAsyncDisposable
{
    readonly CancellationTokenSource _lost;
    readonly Heartbeat _heartbeat;

    /// <param name="store">One attempt each: the next one follows soon.</param>
    /// <param name="pass">Who we are.</param>
    /// <param name="run">Heartbeat, clock, and the stop that is asked for.</param>
    /// <param name="cancellationToken">The user's.</param>
    public WorkerHeartbeat(IWorkerStore store, WorkerTicket pass, RunContext run, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heartbeat = new Heartbeat(run.Settings.LeaseHeartbeat, run.Clock.Time, token => BeatAsync(store, pass, run, token));
    }

    /// <summary>Cancelled when the user stops, or when this machine was taken for lost.</summary>
    public CancellationToken Token => _lost.Token;

    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        _lost.Dispose();
    }

    async Task<bool> BeatAsync(IWorkerStore store, WorkerTicket pass, RunContext run, CancellationToken cancellationToken)
    {
        var status = await store.ReadStatusAsync(pass, cancellationToken);
        IsLost = status.State == WorkerState.Lost;
        if (IsLost)
            await _lost.CancelAsync();
        else if (!status.IsLed)
            run.Stop.Request(WorkerErrors.LeaderGone(run.RunId));
        return !IsLost;
    }
}
