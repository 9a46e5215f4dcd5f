namespace StockSync.MarketServer;

/// <summary>What a garbled row has wrong.</summary>
public enum Garbling
{
    /// <summary>A price (or else the last value) is <c>NaN</c>.</summary>
    NaN,

    /// <summary>All values are one column further right, the last one first.</summary>
    Shifted,

    /// <summary>The date is a year too early.</summary>
    Date,

    /// <summary>The code is another one.</summary>
    Code,
}
