using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.RunState;

/// <summary>The machines that have joined a run, as its own machine sees them. While there are none it costs nothing.</summary>
sealed class JoinedWorkers(IWorkerStore? store, SyncSettings settings, BeijingClock clock, string runId) : IDisposable
{
    volatile bool _isJoined;

    /// <summary>True from the first joined machine on.</summary>
    public bool IsJoined => _isJoined;

    /// <summary>Where machines meet.</summary>
    public IWorkerStore Store => store!;

    /// <summary>Whose turn it is to take units of the plan, or to publish them.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Gives what is not begun of the plan at work to whoever has joined; null while there is no plan.</summary>
    public Func<CancellationToken, Task>? Publish { get; set; }

    /// <summary>How often machines that wait for each other look: seldom enough for a database far away, often enough for people.</summary>
    public TimeSpan Pause => TimeSpan.FromSeconds(Math.Clamp(settings.LeaseHeartbeat.TotalSeconds / 30, 0.01, 0.5));

    /// <summary>Pauses that grow to that.</summary>
    public PollIntervals PollIntervals() => new(Pause, clock.Time);

    public void Dispose() => Turn.Dispose();

    /// <summary>Told by whoever has looked.</summary>
    public void Notice(int workers) => _isJoined |= workers > 0;

    /// <summary>Sends all of them home and waits until their last counters are in, or they are lost.</summary>
    public async Task DismissAsync(CancellationToken cancellationToken)
    {
        if (!IsJoined)
            return;
        await Store.DismissAsync(runId, cancellationToken);
        var pauses = PollIntervals();
        while ((await Store.ReclaimAsync(runId, 0, runId, settings.LeaseExpiry, cancellationToken)).Workers > 0)
            await pauses.WaitAsync(cancellationToken);
    }
}
