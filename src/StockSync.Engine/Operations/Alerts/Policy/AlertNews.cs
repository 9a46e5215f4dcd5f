namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>What there is to say about an alert.</summary>
enum AlertNews
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
