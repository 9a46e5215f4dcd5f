namespace StockSync.Rig;

/// <summary>
/// Named moments of a run at which a rig kills itself: what is done before the moment must survive, what comes after it must be done by the
/// next run. They are seen from outside, where the run meets its service and its database; the product knows nothing of them.
/// </summary>
static class FailPoint
{
    /// <summary>An answer of bars is here, nothing of it is on its way to the store.</summary>
    public const string AfterFetch = "after-fetch";

    /// <summary>Within a transaction: some of its rows are sent, the last one perhaps not.</summary>
    public const string InRows = "in-rows";

    /// <summary>Within a transaction: all rows are in, the checkpoint is not.</summary>
    public const string RowsWritten = "rows-written";

    /// <summary>Within a transaction: rows and checkpoint are in, only the commit is missing.</summary>
    public const string BeforeCommit = "before-commit";

    /// <summary>
    /// The commit is sent and its answer not read. SQLite commits within the call that sends it, so there the point lies behind the commit.
    /// </summary>
    public const string CommitSent = "commit-sent";

    /// <summary>The database has confirmed the commit, the run does not know of it yet.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>A heartbeat has renewed the lease.</summary>
    public const string LeaseRenewed = "lease-renewed";

    /// <summary>Within an upgrade's transaction: its statements have run, the commit is missing.</summary>
    public const string SchemaStep = "schema-step";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> Names =
        [AfterFetch, InRows, RowsWritten, BeforeCommit, CommitSent, AfterCommit, LeaseRenewed, SchemaStep];
}
