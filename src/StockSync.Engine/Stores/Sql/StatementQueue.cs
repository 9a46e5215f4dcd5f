using System.Data.Common;

namespace StockSync.Engine.Stores.Sql;

/// <summary>
/// The statements of one batch. Those that come before it is sent go in one round trip and one transaction: from a database 40 ms away seven
/// small answers then come as soon as one. Those that come later go by themselves.
/// </summary>
/// <param name="run">Runs statements on one connection, in one round trip.</param>
sealed class StatementQueue(Func<IReadOnlyList<Statement>, CancellationToken, Task> run)
{
    readonly Lock _lock = new();
    List<Queued>? _queued = [];

    /// <summary>Runs a statement with the batch, or at once where that was sent.</summary>
    /// <param name="statement">It gives its rows away as they come. A change is whole by itself.</param>
    /// <param name="forget">Forgets the rows that it has given so far: it may be run a second time.</param>
    /// <param name="isChange">A change is run a second time only where the first was undone.</param>
    /// <param name="cancellationToken">Of a statement that goes by itself.</param>
    public Task RunAsync(Statement statement, Action forget, bool isChange, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_queued is not null)
            {
                var one = new Queued(statement, forget, isChange);
                _queued.Add(one);
                return one.Done.Task;
            }
        }
        return run([statement], cancellationToken);
    }

    /// <summary>Sends what was queued. Each statement tells its own caller how it went.</summary>
    public Task SendAsync(CancellationToken cancellationToken)
    {
        List<Queued> queued;
        lock (_lock)
        {
            queued = _queued ?? [];
            _queued = null;
        }
        return queued.Count == 0 ? Task.CompletedTask : RunTogetherAsync(queued, cancellationToken);
    }

    async Task RunTogetherAsync(IReadOnlyList<Queued> together, CancellationToken cancellationToken)
    {
        try
        {
            await run([.. together.Select(one => one.Statement)], cancellationToken);
            foreach (var one in together)
                one.Done.SetResult();
        }
        catch (StockSyncException e) when (!e.IsTransient && together.Count > 1)
        {
            // One of them failed all: each alone shows which. (What is transient is about the connection, and everybody's.)
            foreach (var one in together)
            {
                // Where it is not the database that complains, but who read its answer, the change is done.
                if (one.IsChange && e.InnerException is not DbException)
                {
                    one.Done.SetException(e);
                    continue;
                }
                one.Forget();
                await RunTogetherAsync([one], cancellationToken);
            }
        }
        catch (OperationCanceledException e)
        {
            foreach (var one in together)
                one.Done.SetCanceled(e.CancellationToken);
        }
#pragma warning disable CA1031 // it is the callers', who are waiting, and nobody else hears of it
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var one in together)
                one.Done.SetException(e);
        }
    }

    sealed record Queued(Statement Statement, Action Forget, bool IsChange)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
