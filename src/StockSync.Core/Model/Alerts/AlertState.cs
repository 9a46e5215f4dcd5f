namespace StockSync;

/// <summary>Whether an alert still stands.</summary>
public enum AlertState
{
    /// <summary>It stands.</summary>
    Open = 0,

    /// <summary>What it was raised for is over; who was told of it is told that too, once.</summary>
    Resolved = 1,
}
