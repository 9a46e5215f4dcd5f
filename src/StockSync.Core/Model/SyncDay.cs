namespace StockSync;

/// <summary>The checkpoint of one day: what was expected, what is in the table, and what is not and why.</summary>
public sealed class SyncDay
{
    /// <summary>The day: midnight, unspecified kind.</summary>
    public required DateTime Date { get; init; }

    /// <summary>The state.</summary>
    public required SyncDayStatus Status { get; init; }

    /// <summary>Stocks that must have a row.</summary>
    public int Expected { get; init; }

    /// <summary>Rows in the table of stocks that traded.</summary>
    public int Stored { get; init; }

    /// <summary>Rows in the table of suspended stocks.</summary>
    public int Suspended { get; init; }

    /// <summary>Stocks the service lists for the day but has no bar of yet.</summary>
    public int Late { get; init; }

    /// <summary>Stocks whose bar could not be fetched.</summary>
    public int Failed { get; init; }

    /// <summary>Stocks whose bar breaks a rule and was set aside.</summary>
    public int Quarantined { get; init; }

    /// <summary>Expected stocks in none of the states above: not asked for yet.</summary>
    public int Missing => Math.Max(0, Expected - Stored - Suspended - Late - Failed - Quarantined);

    /// <summary>Rows the last run added.</summary>
    public int Inserted { get; init; }

    /// <summary>Rows the last run changed.</summary>
    public int Updated { get; init; }

    /// <summary>Rows the last run received that were there already, equal.</summary>
    public int Unchanged { get; init; }

    /// <summary>How often the day was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>The run that settled it last.</summary>
    public string? RunId { get; init; }

    /// <summary>When the day was settled last, UTC.</summary>
    public DateTime? SettledAt { get; init; }

    /// <summary>Why the day is not complete, in data words such as <c>3 late, 1 failed</c>; null when it is.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd} {Status}";
}
