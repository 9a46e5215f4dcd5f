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
    StoreBatch<ISyncStore> NewBatch() => new(this);

    /// <summary>
    /// Looks without changing anything: reachable, writable, which schema. Throws what is wrong with it:
    /// unreachable, login refused, not a database, schema newer than this module. A SQLite file that does not exist is an empty database.
    /// </summary>
    Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken);

    /// <summary>Creates or upgrades the schema, each step in a transaction, recorded in the journal. Throws when the database is read-only.</summary>
    Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Reads, and single changes, of one purpose that run together: in one round trip where the database is far away. All are added first, then
/// the batch is run once, then each has its result.
/// </summary>
/// <typeparam name="TStore">What the calls use.</typeparam>
/// <param name="store">Takes the first statement of each call and waits with it until the batch is sent; or answers at once.</param>
/// <param name="send">Sends what the store took; null for a store that answers at once.</param>
sealed class StoreBatch<TStore>(TStore store, Func<CancellationToken, Task>? send = null)
{
    readonly List<Func<Task>> _calls = [];
    bool _hasRun;

    /// <summary>
    /// Adds a call; it must use the store that it is given. What the call asks before it awaits an answer goes with the batch, what it asks
    /// after that goes by itself.
    /// </summary>
    public BatchResult<T> Add<T>(Func<TStore, Task<T>> call)
    {
        var result = new BatchResult<T>();
        AddCall(() => result.Task = call(store));
        return result;
    }

    /// <summary>Adds a call without a result.</summary>
    public void Add(Func<TStore, Task> call) => AddCall(() => call(store));

    /// <summary>Runs all calls. Of several failures it throws that of the call that was added first.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ThrowIfRun();
        _hasRun = true;
        var running = _calls.ConvertAll(call => call());
        if (send is not null)
            await send(cancellationToken);
        await Task.WhenAll(running);
    }

    void AddCall(Func<Task> call)
    {
        ThrowIfRun();
        _calls.Add(call);
    }

    void ThrowIfRun()
    {
        if (_hasRun)
            throw new InvalidOperationException("The batch has run already.");
    }
}

/// <summary>The result of one call of a <see cref="StoreBatch{TStore}"/>.</summary>
sealed class BatchResult<T>
{
    /// <summary>The call, once the batch runs.</summary>
    public Task<T>? Task { private get; set; }

    /// <summary>True where the batch has run and this call succeeded.</summary>
    public bool HasValue => Task is { IsCompletedSuccessfully: true };

    /// <summary>What the call gave; throws its error, or an <see cref="InvalidOperationException"/> before the batch has run.</summary>
    public T Value => Task is { IsCompleted: true } done
        ? done.GetAwaiter().GetResult()
        : throw new InvalidOperationException("The batch has not run yet.");
}
