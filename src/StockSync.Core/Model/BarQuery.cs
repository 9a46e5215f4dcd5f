namespace StockSync;

/// <summary>Which bars to read.</summary>
public sealed record BarQuery
{
    /// <summary>Stocks; empty means all.</summary>
    public IReadOnlyList<StockCode> Codes { get; init; } = [];

    /// <summary>First day, or null.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day, or null.</summary>
    public DateOnly? To { get; init; }

    /// <summary>
    /// Only so many bars up to the last day: the last ones of each stock that is named; of the whole market those of the last days that have any.
    /// Null for all.
    /// </summary>
    public int? Last { get; init; }

    /// <summary>The price basis.</summary>
    public PriceAdjustment Adjustment { get; init; }
}

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
