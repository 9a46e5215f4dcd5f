namespace StockSync.Engine.Stores.Contract;

/// <summary>
/// Reads, and single changes, of one purpose that run together: in one round trip where the database is far away. All are added first, then
/// the batch is run once, then each has its result.
/// </summary>
/// <param name="store">Takes the first statement of each call and waits with it until the batch is sent; or answers at once.</param>
/// <param name="send">Sends what the store took; null for a store that answers at once.</param>
sealed class StoreBatch(ISyncStore store, Func<CancellationToken, Task>? send = null)
{
    readonly List<Func<Task>> _calls = [];
    bool _hasRun;

    /// <summary>
    /// Adds a call; it must use the store that it is given. What the call asks before it awaits an answer goes with the batch, what it asks
    /// after that goes by itself.
    /// </summary>
    public BatchResult<T> Add<T>(Func<ISyncStore, Task<T>> call)
    {
        var result = new BatchResult<T>();
        AddCall(() => result.Task = call(store));
        return result;
    }

    /// <summary>Adds a call without a result.</summary>
    public void Add(Func<ISyncStore, Task> call) => AddCall(() => call(store));

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

/// <summary>The result of one call of a <see cref="StoreBatch"/>.</summary>
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
