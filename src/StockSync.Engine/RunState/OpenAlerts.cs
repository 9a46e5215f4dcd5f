namespace StockSync.Engine.RunState;

/// <summary>
/// The open alerts that the end of a run is judged by. They are asked for while the last rows are on their way into the table, so the end
/// need not wait for them. One per run.
/// </summary>
/// <param name="read">Asks for them.</param>
/// <param name="time">Tells how old an answer is.</param>
sealed class OpenAlerts(Func<CancellationToken, Task<IReadOnlyList<SyncAlert>>> read, TimeProvider time)
{
    // Another machine's attempt may open or close one at any time: what is older is asked for again.
    static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(2);

    Task<IReadOnlyList<SyncAlert>?>? _early;
    long _since;

    /// <summary>Asks in passing. What goes wrong is told by nobody: it is asked again at the end.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        _since = time.GetTimestamp();
        _early = TryAsync(cancellationToken);
    }

    /// <summary>The answer to the early question where it is fresh, or else to a new one.</summary>
    public async Task<IReadOnlyList<SyncAlert>> TakeAsync(CancellationToken cancellationToken) =>
        _early is { } early && time.GetElapsedTime(_since) <= s_fresh && await early.WaitAsync(cancellationToken) is { } alerts
            ? alerts
            : await read(cancellationToken);

    async Task<IReadOnlyList<SyncAlert>?> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            return null;
        }
    }
}
