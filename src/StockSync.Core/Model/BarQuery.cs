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

    /// <summary>The price basis.</summary>
    public PriceAdjustment Adjustment { get; init; }
}
