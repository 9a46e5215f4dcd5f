namespace StockSync;

/// <summary>How a message stands with its channel.</summary>
public enum AlertDeliveryState
{
    /// <summary>Not delivered yet; it is tried again.</summary>
    Pending = 0,

    /// <summary>The channel has accepted it.</summary>
    Delivered = 1,

    /// <summary>The channel refuses it for good (a wrong address, a wrong secret), or three days of tries were in vain.</summary>
    Failed = 2,
}
