namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// Reads and single changes that are begun while somebody holds them together go in one round trip and one transaction: from a database
/// 40 ms away seven small answers then come as soon as one. All others go at once.
/// </summary>
/// <param name="run">Runs statements on one connection, in one round trip.</param>
sealed class GatheredStatements(Func<IReadOnlyList<Statement>, CancellationToken, Task> run)
{
    readonly Lock _lock = new();
    List<Read> _held = [];
    int _holders;

    /// <summary>What is begun from now on waits for the end of this and goes together.</summary>
    public IDisposable Hold()
    {
        lock (_lock)
            _holders++;
        return new Holder(this);
    }

    /// <summary>Runs the statement, perhaps together with others.</summary>
    /// <param name="statement">A read, or a change that is whole by itself.</param>
    /// <param name="forget">Forgets the rows that it has given so far: it may be run a second time, where the first was undone.</param>
    /// <param name="cancellationToken">Those with one token go together.</param>
    public Task RunAsync(Statement statement, Action forget, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_holders > 0)
            {
                var read = new Read(statement, forget, cancellationToken);
                _held.Add(read);
                return read.Done.Task;
            }
        }
        return run([statement], cancellationToken);
    }

    void Release()
    {
        List<Read> held;
        lock (_lock)
        {
            if (--_holders > 0)
                return;
            held = _held;
            _held = [];
        }
        // Each read tells its own caller how it went.
        foreach (var group in held.GroupBy(read => read.Token))
            _ = RunTogetherAsync([.. group], group.Key);
    }

    async Task RunTogetherAsync(Read[] reads, CancellationToken token)
    {
        try
        {
            await run([.. reads.Select(read => read.Statement)], token).ConfigureAwait(false);
            foreach (var read in reads)
                read.Done.SetResult();
        }
        catch (StockSyncException e) when (!e.IsTransient && reads.Length > 1)
        {
            // One of them failed all, and all was undone: each alone shows which. (What is transient is about the connection, and
            // everybody's.)
            foreach (var read in reads)
            {
                read.Forget();
                await RunTogetherAsync([read], token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e)
        {
            foreach (var read in reads)
                read.Done.SetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // it is the callers', who are waiting, and nobody else hears of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var read in reads)
                read.Done.SetException(e);
        }
    }

    sealed class Holder(GatheredStatements reads) : IDisposable
    {
        int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                reads.Release();
        }
    }

    sealed record Read(Statement Statement, Action Forget, CancellationToken Token)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
