using System.Diagnostics;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Sharing;

/// <summary>This machine's part of a run: units from the first published plan on until the run's own machine says that all is done.</summary>
sealed class WorkerRun : IAsyncDisposable
{
    readonly RunServices _services;
    readonly WorkerTicket _pass;
    readonly RequestBudget _requestBudget;
    readonly RunContext _run;
    readonly RunCommitter _committer;

    public WorkerRun(RunServices services, SyncRequest request, WorkerTicket pass, int budget, ISyncObserver observer)
    {
        (_services, _pass) = (services, pass);
        _requestBudget = new RequestBudget(
            services.Settings with { DailyBudget = budget },
            services.Clock,
            MachineAddress.Of(services.Endpoint, services.Host),
            request.MaxRequests);
        _run = RunAssembly.Create(services, request, pass, _requestBudget, observer);
        _committer = new RunCommitter(_run);
    }

    IWorkerStore Store => _run.Store.Workers!;

    public async ValueTask DisposeAsync()
    {
        await _run.Pool.DisposeAsync();
        _requestBudget.Dispose();
        _run.Units.Dispose();
        _run.Joined.Dispose();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var keeper = new WorkerHeartbeat(_services.StoreOnce.Workers!, _pass, _run, cancellationToken);
        try
        {
            await _run.Pool.ClaimAsync(_run.Observer, keeper.Token);
            await SyncTelemetry.TraceAsync(SyncTelemetry.RunActivity, ActivityKind.Internal, async activity =>
            {
                activity?.SetTag("stocksync.run.id", _run.RunId).SetTag("stocksync.worker.id", _pass.WorkerId);
                await _run.Observer.VerboseAsync(SyncStrings.FormatJoined(_run.RunId), keeper.Token);
                await _requestBudget.AttachAsync(_run.Store.Services, keeper.Token);
                await WorkAsync(keeper.Token);
                return true;
            });
        }
        catch (OperationCanceledException) when (keeper.IsLost)
        {
            throw WorkerErrors.Lost(_run.RunId);
        }
        finally
        {
            await _run.Pool.DisposeAsync();
            await LeaveAsync(cancellationToken.IsCancellationRequested);
        }
        await _run.Observer.VerboseAsync(
            SyncStrings.FormatLeft(_run.RunId, _committer.Settled.Count, _run.RowsStored, _requestBudget.Requests), cancellationToken);
        if (_run.Stop.Cause is not { } cause)
            return;
        if (cause.ErrorId != ErrorIds.BudgetSpent)
            throw cause;
        await _run.Observer.WarningAsync(SyncStrings.FormatWorkerStopped(cause.Message), cancellationToken);
    }

    async Task WorkAsync(CancellationToken cancellationToken)
    {
        int number = 0;
        WorkerPlan? plan = null;
        var pauses = _run.Joined.PollIntervals();
        while (!_run.Stop.IsRequested)
        {
            var look = await Store.ReadStatusAsync(_pass, cancellationToken);
            if (look.State == WorkerState.Lost)
                throw WorkerErrors.Lost(_run.RunId);
            if (look.State == WorkerState.Dismissed || (!look.IsLed && await IsDoneAsync(cancellationToken)))
                return;
            if (look.Plan != number)
                plan = await WorkerPlan.LoadAsync(_run, _committer, number = look.Plan, cancellationToken);
            int asked = _requestBudget.Requests;
            if (plan is not null && !await AttemptWorkAsync(plan, cancellationToken))
                plan = null;
            if (_run.Stop.Cause is { ErrorId: ErrorIds.SourceUnsupported })
            {
                // The run's own machine finds out too, and plans anew.
                plan = null;
                _run.Stop.Reset();
            }
            if (_run.Limit() is { } reached)
                _run.Stop.Request(reached);
            if (number > 0)
                await Store.ReclaimAsync(_run.RunId, number, _pass.WorkerId, _run.Settings.LeaseExpiry, cancellationToken);
            if (_requestBudget.Requests > asked)
                pauses.Reset();
            if (!_run.Stop.IsRequested)
                await pauses.WaitAsync(cancellationToken);
        }
    }

    // False where units in hand are not ours any more, and nothing of them was stored: the run's own machine has ended its plan, or this one
    // was taken for lost. The next look tells which.
    async Task<bool> AttemptWorkAsync(WorkerPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await plan.WorkAsync(cancellationToken);
            return true;
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.WorkerLost)
        {
            await _run.Observer.VerboseAsync(SyncStrings.UnitsGivenUp, cancellationToken);
            return false;
        }
    }

    // True where the run has come to its end without our help; an error where it has not.
    async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        var run = (await _run.Store.Runs.GetRunsAsync(false, 50, cancellationToken)).FirstOrDefault(r => r.RunId == _run.RunId);
        return run?.Status switch
        {
            SyncRunStatus.Completed or SyncRunStatus.Partial => true,
            SyncRunStatus.Stopped or SyncRunStatus.Failed => throw WorkerErrors.RunEnded(run),
            _ => throw WorkerErrors.LeaderGone(_run.RunId),
        };
    }

    // Each step on its own, as at the end of every run. What is not said here is seen by the others when the sign of life is missing.
    async Task LeaveAsync(bool isStopped)
    {
        await TryAsync(token => _services.StoreOnce.Workers!.LeaveAsync(_pass, _committer.Counters(), token), isStopped);
        if (_requestBudget.BannedBy is { } code)
            await TryAsync(token => WorkerBan.RememberAsync(_services, _run.Stop.Cause ?? _requestBudget.BanError(code), code, token), isStopped);
        await TryAsync(token => _requestBudget.GiveBackAsync(_services.StoreOnce.Services, token), isStopped);
    }

    async Task TryAsync(Func<CancellationToken, Task> step, bool isStopped)
    {
        using var limit = new CancellationTokenSource(isStopped ? RunContext.EndGrace : _run.Settings.CommandTimeout, _run.Clock.Time);
        try
        {
            await step(limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // The database is away: this machine is taken for lost when its time is over, and its units go to others.
        }
    }
}

/// <summary>
/// A joined machine's sign of life while it works. When the run's own machine is gone, nothing more is begun; when this machine was taken for
/// lost, its work is cancelled.
/// </summary>
sealed class WorkerHeartbeat : IAsyncDisposable
{
    readonly CancellationTokenSource _lost;
    readonly Heartbeat _heartbeat;

    /// <param name="store">One attempt each: the next one follows soon.</param>
    /// <param name="pass">Who we are.</param>
    /// <param name="run">Heartbeat, clock, and the stop that is asked for.</param>
    /// <param name="cancellationToken">The user's.</param>
    public WorkerHeartbeat(IWorkerStore store, WorkerTicket pass, RunContext run, CancellationToken cancellationToken)
    {
        _lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _heartbeat = new Heartbeat(run.Settings.LeaseHeartbeat, run.Clock.Time, token => BeatAsync(store, pass, run, token));
    }

    /// <summary>Cancelled when the user stops, or when this machine was taken for lost.</summary>
    public CancellationToken Token => _lost.Token;

    public bool IsLost { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _heartbeat.DisposeAsync();
        _lost.Dispose();
    }

    async Task<bool> BeatAsync(IWorkerStore store, WorkerTicket pass, RunContext run, CancellationToken cancellationToken)
    {
        var status = await store.ReadStatusAsync(pass, cancellationToken);
        IsLost = status.State == WorkerState.Lost;
        if (IsLost)
            await _lost.CancelAsync();
        else if (!status.IsLed)
            run.Stop.Request(WorkerErrors.LeaderGone(run.RunId));
        return !IsLost;
    }
}
