using Polly;
using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Service;

/// <summary>
/// Works through units in order, as many at once as connections are allowed. A unit that failed and waits for its next attempt holds no
/// connection: its slot goes to the next unit. What failed all its attempts is collected; the rest goes on.
/// </summary>
sealed class UnitRunner(
    SyncSettings settings, SessionPool pool, ResiliencePipeline retry, OutageGuard outage, StopSignal stop, Func<StockSyncException?> limit) : IDisposable
{
    readonly SemaphoreSlim _slots = new(settings.ThrottleLimit, settings.ThrottleLimit);
    readonly Lock _lock = new();

    public void Dispose() => _slots.Dispose();

    /// <summary>Runs one round. Its lists are in the order of the units.</summary>
    public Task<RoundResult<T>> RunAsync<T>(
        IEnumerable<T> units, Func<T, IBarSession, CancellationToken, Task> work, CancellationToken cancellationToken)
        where T : notnull => RunAsync(units.ToAsyncEnumerable(), work, cancellationToken);

    /// <summary>The same over units that come when they are asked for; none is asked for before there is a slot for it.</summary>
    public async Task<RoundResult<T>> RunAsync<T>(
        IAsyncEnumerable<T> units, Func<T, IBarSession, CancellationToken, Task> work, CancellationToken cancellationToken)
        where T : notnull
    {
        var failures = new SortedList<int, UnitFailure<T>>();
        var done = new SortedList<int, T>();
        var active = new HashSet<Task>();
        // One unit that breaks in an unforeseen way ends the round: the others are told, waited for, and the cause comes out below.
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int position = 0;
        try
        {
            await using var next = units.GetAsyncEnumerator(round.Token);
            while (true)
            {
                active.RemoveWhere(t => t.IsCompletedSuccessfully);
                // Units that wait for their next attempt are bounded too: an outage must not turn the whole plan into waiting tasks.
                // (Waited for without a slot: they need it.)
                while (active.Count >= settings.ThrottleLimit + settings.OutageLimit)
                {
                    var ended = await Task.WhenAny(active);
                    await ended;
                    active.Remove(ended);
                }
                await _slots.WaitAsync(round.Token);
                if (limit() is { } reached)
                    stop.Request(reached);
                if (stop.IsRequested)
                {
                    _slots.Release();
                    break;
                }
                if (active.FirstOrDefault(t => t.IsFaulted || t.IsCanceled) is { } broken)
                {
                    _slots.Release();
                    await broken;
                }
                if (!await HasNextAsync(next))
                    break;
                active.Add(RunUnitAsync(position++, next.Current, work, failures, done, round.Token));
            }
            await Task.WhenAll(active);
        }
        catch
        {
            await round.CancelAsync();
            await Task.WhenAll(active).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
        lock (_lock)
            return new RoundResult<T>([.. failures.Values], [.. done.Values]);
    }

    // Holds a slot, and keeps it for the unit.
    async ValueTask<bool> HasNextAsync<T>(IAsyncEnumerator<T> units)
    {
        bool hasNext = false;
        try
        {
            return hasNext = await units.MoveNextAsync();
        }
        finally
        {
            if (!hasNext)
                _slots.Release();
        }
    }

    async Task RunUnitAsync<T>(
        int position,
        T unit,
        Func<T, IBarSession, CancellationToken, Task> work,
        SortedList<int, UnitFailure<T>> failures,
        SortedList<int, T> done,
        CancellationToken cancellationToken)
        where T : notnull
    {
        bool holdsSlot = true;
        int attempts = 0;
        StockSyncException? first = null;
        try
        {
            await retry.ExecuteAsync(
                async token =>
                {
                    if (!holdsSlot)
                        await _slots.WaitAsync(token);
                    holdsSlot = true;
                    try
                    {
                        // While the circuit is open the slot is kept: there is nothing that another unit could do with it.
                        await outage.ExecuteAsync(
                            unit,
                            async attempt =>
                            {
                                attempts++;
                                await WorkAsync(unit, work, attempt);
                            },
                            token);
                    }
                    catch (StockSyncException e) when (stop.Cause == e)
                    {
                        throw e.StopsEverything ? e : new UnitAbandonedException();
                    }
                    catch (StockSyncException e)
                    {
                        first ??= e;
                        throw;
                    }
                    finally
                    {
                        holdsSlot = false;
                        _slots.Release();
                    }
                },
                cancellationToken);
            lock (_lock)
                done.Add(position, unit);
        }
        catch (UnitAbandonedException)
        {
            // The run stops: the unit was not tried to its end and is neither done nor failed.
        }
        catch (StockSyncException e)
        {
            if (!EndsRun(e))
                Fail(position, unit, first!, e, attempts, failures);
        }
        finally
        {
            if (holdsSlot)
                _slots.Release();
        }
    }

    async Task WorkAsync<T>(T unit, Func<T, IBarSession, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        IBarSession? session = null;
        try
        {
            session = await pool.RentAsync(cancellationToken);
            await work(unit, session, cancellationToken);
        }
        catch (StockSyncException e) when (EndsRun(e))
        {
            // Here, before anything is closed or released: the next unit must not start into it.
            stop.Request(e);
            throw;
        }
        catch (Exception e) when (UnforeseenError.Is(e))
        {
            // Met by this unit's data: the other units go on.
            throw UnforeseenError.Of(e, SyncStrings.UnitFaultAdvice);
        }
        finally
        {
            if (session is not null)
                await pool.ReturnAsync(session);
        }
    }

    void Fail<T>(
        int position, T unit, StockSyncException first, StockSyncException last, int attempts, SortedList<int, UnitFailure<T>> failures)
    {
        lock (_lock)
            failures.Add(position, new UnitFailure<T>(unit, first, last, attempts));
    }

    // These are about the run, not about the unit that met them first: asking for the next unit would meet them again.
    static bool EndsRun(StockSyncException e) => e.StopsEverything
        || e.ErrorId is ErrorIds.BudgetSpent or ErrorIds.SourceLoginRefused or ErrorIds.SourceUnsupported or ErrorIds.LeaseLost
            or ErrorIds.LeaderGone or ErrorIds.WorkerLost
        || e.Kind == ErrorKind.Permission || StoreFailure.Is(e);

    sealed class UnitAbandonedException : Exception;
}
