using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// Reads and single changes that are begun while somebody holds them together go in one round trip and one transaction: from a database
/// 40 ms away seven small answers then come as soon as one. All others go at once.
/// </summary>
/// <param name="run">Runs statements on one connection, in one round trip.</param>
sealed class GatheredStatements(Func<IReadOnlyList<Statement>, CancellationToken, Task> run)
{
    readonly Lock _lock = new();
    List<Held> _held = [];
    int _holders;

    /// <summary>What is begun from now on waits for the end of this and goes together.</summary>
    public IDisposable Hold()
    {
        lock (_lock)
            _holders++;
        return new Holder(this);
    }

    /// <summary>Runs a read, perhaps together with others.</summary>
    /// <param name="read">Gives its rows away as they come.</param>
    /// <param name="forget">Forgets the rows that it has given so far: it may be run a second time.</param>
    /// <param name="cancellationToken">Those with one token go together.</param>
    public Task ReadAsync(Statement read, Action forget, CancellationToken cancellationToken) =>
        RunAsync(new Held(read, forget, false, cancellationToken));

    /// <summary>
    /// Runs a change that is whole by itself, perhaps together with others. It is run a second time only where the first was undone.
    /// </summary>
    public Task ChangeAsync(Statement change, Action forget, CancellationToken cancellationToken) =>
        RunAsync(new Held(change, forget, true, cancellationToken));

    Task RunAsync(Held one)
    {
        lock (_lock)
        {
            if (_holders > 0)
            {
                _held.Add(one);
                return one.Done.Task;
            }
        }
        return run([one.Statement], one.Token);
    }

    void Release()
    {
        List<Held> held;
        lock (_lock)
        {
            if (--_holders > 0)
                return;
            held = _held;
            _held = [];
        }
        // Each tells its own caller how it went.
        foreach (var group in held.GroupBy(one => one.Token))
            _ = RunTogetherAsync([.. group], group.Key);
    }

    async Task RunTogetherAsync(Held[] held, CancellationToken token)
    {
        try
        {
            await run([.. held.Select(one => one.Statement)], token);
            foreach (var one in held)
                one.Done.SetResult();
        }
        catch (StockSyncException e) when (!e.IsTransient && held.Length > 1)
        {
            // One of them failed all: each alone shows which. (What is transient is about the connection, and everybody's.)
            foreach (var one in held)
            {
                // Where it is not the database that complains, but who read its answer, the change is done.
                if (one.IsChange && e.InnerException is not DbException)
                {
                    one.Done.SetException(e);
                    continue;
                }
                one.Forget();
                await RunTogetherAsync([one], token);
            }
        }
        catch (OperationCanceledException e)
        {
            foreach (var one in held)
                one.Done.SetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // it is the callers', who are waiting, and nobody else hears of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var one in held)
                one.Done.SetException(e);
        }
    }

    sealed class Holder(GatheredStatements statements) : IDisposable
    {
        int _isOver;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isOver, 1) == 0)
                statements.Release();
        }
    }

    sealed record Held(Statement Statement, Action Forget, bool IsChange, CancellationToken Token)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
