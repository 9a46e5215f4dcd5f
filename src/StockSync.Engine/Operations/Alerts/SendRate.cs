namespace StockSync.Engine.Operations.Alerts;

/// <summary>At most ten messages a minute to one channel: half of what the strictest robot takes, for it punishes more with ten minutes.</summary>
sealed class SendRate(TimeProvider time)
{
    const int Most = 10;
    static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    readonly Queue<DateTimeOffset> _sent = new();

    /// <summary>How long to wait before the next one.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        while (_sent.TryPeek(out var oldest) && now - oldest >= s_window)
            _sent.Dequeue();
        return _sent.Count < Most ? TimeSpan.Zero : _sent.Peek() + s_window - now;
    }

    public void Count() => _sent.Enqueue(time.GetUtcNow());
}
