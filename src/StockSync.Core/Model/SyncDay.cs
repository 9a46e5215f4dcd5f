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

    /// <summary>
    /// Those of the late ones that stand in no list of the day either: they count as not expected once the service answers the same on
    /// another Beijing day.
    /// </summary>
    public int Waiting { get; init; }

    /// <summary>Stocks whose bar could not be fetched.</summary>
    public int Failed { get; init; }

    /// <summary>Stocks whose bar breaks a rule and was set aside.</summary>
    public int Quarantined { get; init; }

    /// <summary>Expected stocks in none of the states above: not asked for yet.</summary>
    public int Missing => Math.Max(0, Expected - Stored - Suspended - Late - Failed - Quarantined);

    /// <summary>True where nothing else is wrong with it than that the service has to say once more who is absent.</summary>
    internal bool IsWaiting =>
        Status == SyncDayStatus.Partial && Late > 0 && Late == Waiting && Failed == 0 && Quarantined == 0 && Missing == 0;

    /// <summary>Rows the last run added.</summary>
    public int Inserted { get; init; }

    /// <summary>Rows the last run changed.</summary>
    public int Updated { get; init; }

    /// <summary>Rows the last run received that were there already, equal.</summary>
    public int Unchanged { get; init; }

    /// <summary>How often the day was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>On how many Beijing days the service answered for the day as a whole; 0 for days of before version 0.2.</summary>
    public int Answers { get; init; }

    /// <summary>What a person wrote who accepted the day as it is; null where nobody did.</summary>
    public string? Note { get; init; }

    /// <summary>The Beijing day of the last such answer.</summary>
    internal DateOnly? AnsweredOn { get; init; }

    /// <summary>Stocks in the service's list of the day, where it was asked for.</summary>
    internal int? ListSize { get; init; }

    /// <summary>The run that settled it last.</summary>
    public string? RunId { get; init; }

    /// <summary>When the day was settled last, UTC.</summary>
    public DateTime? SettledAt { get; init; }

    /// <summary>Why the day is not complete, in data words such as <c>3 late, 1 failed</c>; null when it is.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Date:yyyy-MM-dd} {Status}";
}

/// <summary>The state of one day; these five are all there are.</summary>
public enum SyncDayStatus
{
    /// <summary>Not tried yet, or its bars are not due yet.</summary>
    Pending = 0,

    /// <summary>Proven: every expected stock has its row, and the table holds exactly that many.</summary>
    Completed = 1,

    /// <summary>Some stocks are late, failed, quarantined or missing.</summary>
    Partial = 2,

    /// <summary>Nothing could be stored.</summary>
    Failed = 3,

    /// <summary>The market was closed.</summary>
    Skipped = 4,
}
