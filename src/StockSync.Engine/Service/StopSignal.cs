namespace StockSync.Engine.Service;

/// <summary>The one place that says a run must not start anything more, and why. The first reason stays.</summary>
sealed class StopSignal
{
    readonly Lock _lock = new();

    public StockSyncException? Cause { get; private set; }

    public bool IsRequested => Cause is not null || IsTurning;

    /// <summary>True where only this plan is not worked on any further, because a better one is to be made.</summary>
    public bool IsTurning { get; private set; }

    public void Turn()
    {
        lock (_lock)
            IsTurning = Cause is null;
    }

    /// <summary>The plan is worked on after all.</summary>
    public void Stay()
    {
        lock (_lock)
            IsTurning = false;
    }

    /// <summary>Forgets a cause that the run has found another way around.</summary>
    public void Reset()
    {
        lock (_lock)
            (Cause, IsTurning) = (null, false);
    }

    public void Request(StockSyncException cause)
    {
        lock (_lock)
        {
            Cause ??= cause;
            IsTurning = false;
        }
    }
}
