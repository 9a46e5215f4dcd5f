using System.Globalization;

namespace StockSync;

/// <summary>Whether the checkpoint of the newest complete day tells the truth: the bars it records are in the table.</summary>
public sealed class CheckpointHealth
{
    /// <summary>The day that was counted: midnight, unspecified kind.</summary>
    public required DateTime Date { get; init; }

    /// <summary>Bars of that day that the checkpoint records.</summary>
    public required int Recorded { get; init; }

    /// <summary>Bars of that day in the table.</summary>
    public required int InTable { get; init; }

    /// <summary>True where both are equal.</summary>
    public bool IsConsistent => Recorded == InTable;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd}: {Recorded:N0} recorded, {InTable:N0} in the table");
}

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
