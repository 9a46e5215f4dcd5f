namespace StockSync;

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
