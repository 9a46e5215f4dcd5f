namespace StockSync.Engine.RunState;

/// <summary>Where the time of a run goes beside the service. Thread-safe.</summary>
sealed class StageTimes
{
    long _store;
    long _wait;

    /// <summary>In transactions.</summary>
    public TimeSpan Store => new(Interlocked.Read(ref _store));

    /// <summary>Between attempts that failed and the next ones, over all units.</summary>
    public TimeSpan Wait => new(Interlocked.Read(ref _wait));

    public void Stored(TimeSpan time) => Interlocked.Add(ref _store, time.Ticks);

    public void Waited(TimeSpan time) => Interlocked.Add(ref _wait, time.Ticks);
}
