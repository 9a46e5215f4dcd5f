namespace StockSync;

/// <summary>The basis of prices on output. The table holds unadjusted prices only.</summary>
public enum PriceAdjustment
{
    /// <summary>As traded.</summary>
    None = 0,

    /// <summary>The newest price is the traded one; older ones are scaled (qfq).</summary>
    Forward = 1,

    /// <summary>The first price is the traded one; later ones are scaled (hfq).</summary>
    Backward = 2,
}
