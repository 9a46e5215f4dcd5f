namespace StockSync;

/// <summary>How far a run is.</summary>
public sealed class SyncProgress
{
    /// <summary>Units (days or stocks) done.</summary>
    public required int Done { get; init; }

    /// <summary>Units in all.</summary>
    public required int Total { get; init; }

    /// <summary>The shape: units are days in MarketDay, stocks in StockRange.</summary>
    public required RequestShape Shape { get; init; }

    /// <summary>Rows stored so far.</summary>
    public long Rows { get; init; }

    /// <summary>Units per second.</summary>
    public double Rate { get; init; }

    /// <summary>Time left, or null before it can be told.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>What is in work: a month, a stock.</summary>
    public string Current { get; init; } = "";
}
