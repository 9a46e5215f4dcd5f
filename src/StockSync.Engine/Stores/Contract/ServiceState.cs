namespace StockSync.Engine.Stores.Contract;

/// <summary>What is remembered of a service between runs.</summary>
sealed record ServiceState
{
    public required string Endpoint { get; init; }

    /// <summary>False once the service answered "unknown message type" to a market day; null while not known.</summary>
    public bool? SupportsMarketDay { get; init; }

    /// <summary>What runs measured.</summary>
    public ServiceCosts Costs { get; init; } = ServiceCosts.None;

    /// <summary>Typical seconds of a market day, or null before the first.</summary>
    public double? MarketDaySeconds => Costs.Mean(CostKind.MarketDay);

    /// <summary>Typical seconds of a stock range, or null before the first.</summary>
    public double? StockRangeSeconds => Costs.Mean(CostKind.StockRange);

    /// <summary>Until when runs are blocked, UTC; null when they are not.</summary>
    public DateTime? BlockedUntil { get; init; }

    /// <summary>The service's code for it.</summary>
    public string? BlockedReason { get; init; }
}
