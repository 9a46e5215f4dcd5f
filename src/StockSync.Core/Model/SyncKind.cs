namespace StockSync;

/// <summary>What a run was started for.</summary>
public enum SyncKind
{
    /// <summary><c>Start-StockBackfill</c>.</summary>
    Backfill = 1,

    /// <summary><c>Sync-StockDay</c>.</summary>
    Day = 2,

    /// <summary><c>Resume-FailedStock</c>.</summary>
    Retry = 3,
}
