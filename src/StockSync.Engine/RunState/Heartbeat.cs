namespace StockSync.Engine.RunState;

/// <summary>
/// Does something in the database every so often beside the work, until it says that there is no more to do or until it is disposed of. One
/// try each: while the database is away for a moment the next beat follows soon.
/// </summary>
sealed class Heartbeat : IAsyncDisposable
{
    readonly CancellationTokenSource _end = new();
    readonly Task _loop;

    /// <param name="step">Between two beats.</param>
    /// <param name="time">The clock.</param>
    /// <param name="beat">False ends it.</param>
    public Heartbeat(TimeSpan step, TimeProvider time, Func<CancellationToken, Task<bool>> beat) => _loop = LoopAsync(step, time, beat);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    async Task LoopAsync(TimeSpan step, TimeProvider time, Func<CancellationToken, Task<bool>> beat)
    {
        using var timer = new PeriodicTimer(step, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                try
                {
                    if (!await beat(_end.Token))
                        return;
                }
                catch (StockSyncException)
                {
                    // If the database stays away, the next transaction finds out what there is to know.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is over.
        }
    }
}

/// <summary>Pauses between looks at what other machines do: short at first, for what is about to happen, then longer.</summary>
sealed class PollIntervals(TimeSpan longest, TimeProvider time)
{
    static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(25);

    TimeSpan _next = s_first;

    /// <summary>Something happened: the next pause is short again.</summary>
    public void Reset() => _next = s_first;

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        var pause = _next < longest ? _next : longest;
        _next = pause * 2;
        return Task.Delay(pause, time, cancellationToken);
    }
}
