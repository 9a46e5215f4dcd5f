namespace StockSync;

/// <summary>How much an alert matters; a channel is told of its minimum and above.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know: a recovery, a test.</summary>
    Info = 0,

    /// <summary>Somebody should look: the second try of a day failed.</summary>
    Warning = 1,

    /// <summary>Somebody must act: the last try of a day failed, or no later one can succeed by itself.</summary>
    Critical = 2,
}
