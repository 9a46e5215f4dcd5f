namespace StockSync;

/// <summary>How well the copy is.</summary>
public enum HealthStatus
{
    /// <summary>Nothing to do.</summary>
    Healthy,

    /// <summary>Somebody should look.</summary>
    Warning,

    /// <summary>Somebody must act.</summary>
    Critical,

    /// <summary>It cannot be told, because what was asked did not answer.</summary>
    Unknown,
}
