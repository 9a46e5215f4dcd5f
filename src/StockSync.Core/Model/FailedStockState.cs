namespace StockSync;

/// <summary>What became of the bars of a stock that are not in the table.</summary>
public enum FailedStockState
{
    /// <summary>They could not be fetched.</summary>
    Failed = 0,

    /// <summary>The service answers without them, and that is not accepted yet; or it was not asked yet.</summary>
    Late = 1,

    /// <summary>The service answers them, and they break a rule: they were set aside.</summary>
    Quarantined = 3,

    /// <summary>The service answers without them, and that is accepted: the stock is not expected on those days.</summary>
    NotListed = 4,
}
