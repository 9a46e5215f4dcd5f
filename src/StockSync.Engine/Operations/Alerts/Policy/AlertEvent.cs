namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>An alert as it is now, as it was, and what is to be said about it.</summary>
/// <param name="Alert">As it is now, but for the time of its messages.</param>
/// <param name="Before">As it was; null where it was not open.</param>
/// <param name="News">What is to be said.</param>
sealed record AlertEvent(SyncAlert Alert, SyncAlert? Before, AlertChange News);

/// <summary>What there is to say about an alert.</summary>
enum AlertChange
{
    /// <summary>Nothing: it is only recorded.</summary>
    None,

    /// <summary>It was raised, became more severe, or has not been told yet.</summary>
    Raised,

    /// <summary>It still stands after a long time.</summary>
    Repeated,

    /// <summary>It is over, and somebody had been told of it.</summary>
    Over,
}
