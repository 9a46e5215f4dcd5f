namespace StockSync.Rig;

/// <summary>A clock that stands still; what is measured in durations goes on.</summary>
sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
