namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>What an error code of the service asks of us.</summary>
enum ServiceErrorClass
{
    /// <summary>It may pass: try again on a new connection with a new login.</summary>
    Transient,

    /// <summary>The same request will fail again.</summary>
    Terminal,

    /// <summary>Send nothing more, on any connection.</summary>
    StopEverything,
}
