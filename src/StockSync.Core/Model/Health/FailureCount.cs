namespace StockSync;

/// <summary>Open failures of one reason.</summary>
public sealed class FailureCount
{
    /// <summary>As in about_StockSync_Errors.</summary>
    public required string Reason { get; init; }

    /// <summary>How many.</summary>
    public required int Count { get; init; }

    /// <summary>When the oldest of them first failed, UTC.</summary>
    public required DateTime OldestAt { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Reason} {Count}";
}
