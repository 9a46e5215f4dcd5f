namespace StockSync.Engine.Sync;

/// <summary>The one place that says a run must not start anything more, and why. The first reason stays.</summary>
sealed class RunStop
{
    readonly Lock _lock = new();

    public StockSyncException? Cause { get; private set; }

    public bool IsRequested => Cause is not null;

    /// <summary>Forgets a cause that the run has found another way around.</summary>
    public void Reset()
    {
        lock (_lock)
            Cause = null;
    }

    public void Request(StockSyncException cause)
    {
        lock (_lock)
            Cause ??= cause;
    }
}
