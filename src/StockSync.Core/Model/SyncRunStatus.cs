namespace StockSync;

/// <summary>How a run stands or ended.</summary>
public enum SyncRunStatus
{
    /// <summary>It works now.</summary>
    Running = 0,

    /// <summary>All days of its range are complete.</summary>
    Completed = 1,

    /// <summary>It reached its end; some days are not complete.</summary>
    Partial = 2,

    /// <summary>It ended by an error.</summary>
    Failed = 3,

    /// <summary>The user, a limit or the budget stopped it; what it stored is kept.</summary>
    Stopped = 4,

    /// <summary>Its process vanished; found by a later run.</summary>
    Interrupted = 5,
}
