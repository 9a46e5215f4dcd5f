namespace StockSync.Engine.RunState;

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
