using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;

namespace StockSync.Engine.Runs;

/// <summary>One run from its request to its record: check, lease, reference, plan, work, settle, end.</summary>
sealed class SyncRunner(RunServices services)
{
    readonly Planner _planner = new(services, services.StoreOnce);

    /// <summary>Runs a request; null where nothing had to be done.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="confirmed">The plan of this request that was shown; null where none was. It runs unless its basis has changed.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="cancellationToken">Stops the run between two transactions.</param>
    public async Task<SyncRun?> RunAsync(
        SyncRequest request, WorkPlan? confirmed, ISyncObserver observer, CancellationToken cancellationToken)
    {
        observer = services.Observe(observer);
        if (request.Kind == SyncKind.Retry)
            await RunServices.InspectAsync(services.StoreOnce, cancellationToken);
        var targets = await _planner.TargetsAsync(request, cancellationToken);
        if (request.Kind == SyncKind.Retry && targets.Count == 0)
        {
            await CloseDeadRunAsync(cancellationToken);
            await observer.VerboseAsync(SyncStrings.NothingToRetry, cancellationToken);
            return null;
        }
        var input = await _planner.ReadAsync(request, targets, forRun: true, cancellationToken);
        var plan = confirmed;
        if (!request.Force && IsSettled(input) && input.Scope is { } scope)
        {
            bool isDone;
            if (scope.Codes.Count > 0 && AreRecorded(input, scope))
            {
                // Single stocks are looked up by their rows: days that other stocks leave open are still finished for them, and a day may be
                // complete without one that the list names only since then. Where there is something to do, the run goes on with this plan.
                plan = await PlanStocksAsync(input, scope, confirmed, cancellationToken);
                isDone = plan.LackingDays == 0;
            }
            else
            {
                isDone = await AreCompleteAsync(input, scope, cancellationToken);
            }
            if (isDone)
            {
                await ReportAsync(input, scope, observer, cancellationToken);
                return null;
            }
        }

        await services.CheckServiceAsync(request, input.Service, observer, cancellationToken);
        if (!request.IgnoreBan)
            ServiceBlock.Check(input.AsWorker.Service, input.AsWorker.Service.Endpoint, services.Clock);
        await using var run = new ActiveRun(services, input, plan, observer);
        return await run.RunAsync(cancellationToken);
    }

    // True where the days alone tell whether anything is left to do.
    static bool IsSettled(PlanInput input) => input.Reference.Stocks is { } all
        && input.Request.Codes.All(c => all.IndexOf(c) >= 0)
        && input.Evidence.IsSettled(input.Request)
        && input.Scope is { Due.Count: 0, Doubted.Count: 0 };

    static bool AreRecorded(PlanInput input, SyncScope scope)
    {
        var recorded = input.Known.Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        return !scope.HasWholeDays && scope.Days.Count > 0 && scope.Days.All(recorded.Contains);
    }

    async Task<WorkPlan> PlanStocksAsync(PlanInput input, SyncScope scope, WorkPlan? confirmed, CancellationToken cancellationToken)
    {
        var facts = await _planner.ReadFactsAsync(input.Request, scope, cancellationToken);
        var stocks = input.Reference.Stocks!.Within(input.Evidence.Copy);
        return await _planner.PlanAsync(new PlanBasis(input.Request, scope, stocks, input.Service, facts), confirmed, cancellationToken);
    }

    // A finished range costs no lease, no run record and not one frame.
    async Task<bool> AreCompleteAsync(PlanInput input, SyncScope scope, CancellationToken cancellationToken)
    {
        if (scope.Days.Count == 0)
            return true;
        var completed = input.Known.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        // Nothing to count where a day is open anyway.
        if (scope.Codes.Count > 0 || !scope.Days.All(completed.Contains))
            return false;
        var rows = await services.StoreOnce.Bars.CountRowsAsync(scope.Days[0], scope.Days[^1], cancellationToken);
        var proven = StoredProof.Completed(input.Known, rows, input.Evidence.Copy.IsChosen);
        return scope.Days.All(proven.ContainsKey);
    }

    async Task ReportAsync(PlanInput input, SyncScope scope, ISyncObserver observer, CancellationToken cancellationToken)
    {
        await CloseDeadRunAsync(cancellationToken);
        await observer.VerboseAsync(SyncStrings.FormatAlreadyComplete(scope.Days.Count), cancellationToken);
        var records = input.Known.ToDictionary(d => DateOnly.FromDateTime(d.Date));
        foreach (var day in scope.Known([.. scope.Days.Select(d => records[d])]))
            await observer.DayAsync(day, cancellationToken);
    }

    // A run that died between its last commit and its end left nothing to do, so no later run would take its lease and mark it.
    async Task CloseDeadRunAsync(CancellationToken cancellationToken)
    {
        if (await services.StoreOnce.Runs.GetRunsAsync(false, 1, cancellationToken) is not [{ Status: SyncRunStatus.Running }])
            return;
        string id = RunId.Create(services.Clock);
        using var living = ActiveRuns.Enter(id);
        try
        {
            var lease = await services.StoreOnce.Lease.AcquireLeaseAsync(
                id, ProcessIdentity.Of(id), services.Settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
            await services.StoreOnce.Lease.ReleaseLeaseAsync(lease, cancellationToken);
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.RunActive)
        {
            // It lives.
        }
    }
}
