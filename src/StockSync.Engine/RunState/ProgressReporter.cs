using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.RunState;

/// <summary>Counts units and tells the observer, at most four times a second.</summary>
sealed class ProgressReporter(RunContext run, RequestShape shape, int total)
{
    static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    readonly long _start = run.Clock.Time.GetTimestamp();
    readonly Lock _lock = new();
    long _last;
    int _done;
    string _current = "";

    /// <summary>Names what is in work.</summary>
    public void Current(string text) => _current = text;

    public async ValueTask AdvanceAsync(int units, CancellationToken cancellationToken)
    {
        SyncProgress report;
        lock (_lock)
        {
            _done += units;
            long now = run.Clock.Time.GetTimestamp();
            if (_last != 0 && _done < total && run.Clock.Time.GetElapsedTime(_last, now) < s_step)
                return;
            _last = now;
            double seconds = run.Clock.Time.GetElapsedTime(_start, now).TotalSeconds;
            double rate = seconds > 0 ? _done / seconds : 0;
            report = new SyncProgress
            {
                Done = Math.Min(_done, total),
                Total = total,
                Shape = shape,
                Rows = Interlocked.Read(ref run.RowsStored),
                Rate = rate,
                Remaining = rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - _done) / rate) : null,
                Current = _current,
            };
        }
        await run.Observer.ProgressAsync(report, cancellationToken);
    }
}

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
