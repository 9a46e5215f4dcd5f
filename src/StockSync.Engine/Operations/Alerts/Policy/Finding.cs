namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>Something that is wrong now.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="Scope">Where.</param>
/// <param name="Severity">How much it matters, by itself.</param>
sealed record Finding(AlertRule Rule, string Scope, AlertSeverity Severity)
{
    /// <summary>True where another alert names the cause: the reader is not told twice.</summary>
    public bool IsMuted { get; init; }

    /// <summary>True where nobody can do anything but wait for the service's second answer: never more than information.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>True where it is over already and yet worth telling: tries that were missed before the one that speaks.</summary>
    public bool IsPast { get; init; }
}
