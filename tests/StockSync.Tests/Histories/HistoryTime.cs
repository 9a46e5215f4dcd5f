namespace StockSync.Tests.Histories;

/// <summary>A clock that stands still until it is set. What waits a moment waits it in truth: nothing here waits for long.</summary>
sealed class HistoryTime(DateTimeOffset start) : TimeProvider
{
    long _ticks = start.UtcTicks;

    public void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);
}
