namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// Reads that are asked for at the same time go in one round trip: to a database 40 ms away five small reads then take as long as one.
/// Who asks for the next only after an answer is not kept waiting by anybody.
/// </summary>
/// <param name="run">Runs statements on one connection, in one round trip.</param>
sealed class GatheredReads(Func<IReadOnlyList<Statement>, CancellationToken, Task> run)
{
    readonly Lock _lock = new();
    List<Read>? _gathering;

    /// <summary>Runs the statement, perhaps together with others.</summary>
    /// <param name="statement">A read.</param>
    /// <param name="forget">Forgets the rows that it has given so far: it may be run a second time.</param>
    /// <param name="cancellationToken">Reads with one token are gathered.</param>
    public Task RunAsync(Statement statement, Action forget, CancellationToken cancellationToken)
    {
        var read = new Read(statement, forget, cancellationToken);
        lock (_lock)
        {
            if (_gathering is not null)
            {
                _gathering.Add(read);
                return read.Done.Task;
            }
            _gathering = [read];
        }
        // Who asked goes on and may ask for more, before another thread comes to collect.
        ThreadPool.UnsafeQueueUserWorkItem(static reads => _ = reads.CollectAsync(), this, preferLocal: false);
        return read.Done.Task;
    }

    Task CollectAsync()
    {
        List<Read> gathered;
        lock (_lock)
        {
            gathered = _gathering!;
            _gathering = null;
        }
        return Task.WhenAll(gathered.GroupBy(read => read.Token).Select(group => RunTogetherAsync([.. group], group.Key)));
    }

    async Task RunTogetherAsync(Read[] reads, CancellationToken token)
    {
        if (reads.Length == 1)
        {
            await RunAloneAsync(reads[0]).ConfigureAwait(false);
            return;
        }
        try
        {
            await run([.. reads.Select(read => read.Statement)], token).ConfigureAwait(false);
            foreach (var read in reads)
                read.Done.SetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or StockSyncException { IsTransient: true })
        {
            // This is about the connection or the caller, not about one of the statements.
            foreach (var read in reads)
                Fail(read, e);
        }
        catch (StockSyncException)
        {
            // One of them failed all: each alone shows which.
            foreach (var read in reads)
            {
                read.Forget();
                await RunAloneAsync(read).ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // nobody else hears of it, and each caller is waiting
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var read in reads)
                Fail(read, e);
        }
    }

    async Task RunAloneAsync(Read read)
    {
        try
        {
            await run([read.Statement], read.Token).ConfigureAwait(false);
            read.Done.SetResult();
        }
#pragma warning disable CA1031 // it is the caller's
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(read, e);
        }
    }

    static void Fail(Read read, Exception cause)
    {
        if (cause is OperationCanceledException cancelled)
            read.Done.SetCanceled(cancelled.CancellationToken);
        else
            read.Done.SetException(cause);
    }

    sealed record Read(Statement Statement, Action Forget, CancellationToken Token)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
