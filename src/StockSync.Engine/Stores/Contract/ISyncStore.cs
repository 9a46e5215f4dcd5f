using Polly;

namespace StockSync.Engine.Stores.Contract;

/// <summary>The user's database: everything that survives the process.</summary>
interface ISyncStore : IAsyncDisposable
{
    /// <summary>Kind and place, without user and password.</summary>
    string Target { get; }

    IBarStore Bars { get; }

    IDayStore Days { get; }

    IAbsenceStore Absences { get; }

    IFailureStore Failures { get; }

    IClaimStore Claims { get; }

    IReferenceStore Reference { get; }

    IRunStore Runs { get; }

    ILeaseStore Lease { get; }

    IServiceStore Services { get; }

    IAlertStore Alerts { get; }

    IHistoryStore History { get; }

    /// <summary>Several machines at one run; null where machines cannot share the store.</summary>
    IWorkerStore? Workers => null;

    /// <summary>
    /// The same store, whose transactions are repeated whole by <paramref name="retry"/> where they met a passing fault. Connections and
    /// all that is known of the database are shared, and disposing of either ends both. Without it there is one attempt for each call.
    /// </summary>
    ISyncStore WithRetry(ResiliencePipeline retry) => this;

    /// <summary>An empty batch. By default its calls run one after the other, for a store to which a round trip is a function call.</summary>
    StoreBatch NewBatch() => new(this);

    /// <summary>
    /// Looks without changing anything: reachable, writable, which schema. Throws what is wrong with it:
    /// unreachable, login refused, not a database, schema newer than this module. A SQLite file that does not exist is an empty database.
    /// </summary>
    Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken);

    /// <summary>Creates or upgrades the schema, each step in a transaction, recorded in the journal. Throws when the database is read-only.</summary>
    Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken);
}
