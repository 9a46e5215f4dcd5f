namespace StockSync.Engine.Sources.Contract;

/// <summary>A service that publishes bars. Opens sessions; each is one connection.</summary>
interface IBarSource
{
    /// <summary>Host and port, for messages and for what is remembered of a service.</summary>
    string Endpoint { get; }

    /// <summary>Connects and logs in. Fails with <see cref="StockSyncException"/>; one attempt, no retry of its own.</summary>
    Task<IBarSession> OpenAsync(CancellationToken cancellationToken);
}
