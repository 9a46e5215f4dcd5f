using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Sharing;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>One run from its request to its record: check, lease, reference, plan, work, settle, end.</summary>
sealed class SyncRunner(RunServices services)
{
    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        observer = services.Observe(observer);
        IReadOnlyList<RetryTarget> targets = [];
        if (request.Kind == SyncKind.Retry)
        {
            await RunServices.InspectAsync(services.StoreOnce, cancellationToken);
            targets = await TargetsAsync(request, cancellationToken);
            if (targets.Count == 0)
            {
                await CloseDeadRunAsync(cancellationToken);
                await observer.VerboseAsync(SyncStrings.NothingToRetry, cancellationToken);
                return null;
            }
        }
        var range = DateRange.Of(request, services.Clock, services.Settings, targets);
        var look = await ReadSnapshotAsync(request, range, cancellationToken);
        var (info, reference, known, service, asMachine, evidence) = look;
        if (!request.Force && await AnswerFromStoreAsync(request, range, targets, reference, known, evidence, observer, cancellationToken))
            return null;

        await services.CheckServiceAsync(request, service, observer, cancellationToken);
        if (!request.IgnoreBan)
            ServiceBlock.Check(asMachine.Service, asMachine.Service.Endpoint, services.Clock);
        await using var run = new ActiveRun(
            services, request, range, targets, reference, known, service, evidence, Math.Max(0, services.Settings.DailyBudget - asMachine.Spent), observer)
        {
            IsPrepared = info.SchemaVersion == info.NewestSchema,
        };
        return await run.RunAsync(cancellationToken);
    }

    async Task<IReadOnlyList<RetryTarget>> TargetsAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var failures = await services.StoreOnce.Failures.GetFailuresAsync(cancellationToken);
        IReadOnlyList<SyncDay> days = request.Targets.Count == 0 ? await services.StoreOnce.Days.GetDaysAsync(null, null, cancellationToken) : [];
        return RetryTargets.Complete(request.Targets, failures, days);
    }

    // All that can be asked for at once; of a database that an older version made only once it is upgraded.
    async Task<(DatabaseInfo, StoredReference, IReadOnlyList<SyncDay>, ServiceState, (ServiceState Service, int Spent), StoredEvidence)> ReadSnapshotAsync(
        SyncRequest request, DateRange range, CancellationToken cancellationToken)
    {
        var batch = services.StoreOnce.NewBatch();
        // First: a database that cannot be used is told as that, whatever the others met in it.
        var info = batch.Add(store => RunServices.InspectAsync(store, cancellationToken));
        var reference = batch.Add(store => new ReferenceCache(store, services.Clock).ReadAsync(range, cancellationToken));
        var known = batch.Add(store => store.Days.GetDaysAsync(range.From, range.To, cancellationToken));
        var service = batch.Add(store => store.Services.GetServiceAsync(services.Endpoint, cancellationToken));
        var asMachine = batch.Add(store => MachineAddress.AsWorkerAsync(store, services, cancellationToken));
        var evidence = batch.Add(store => StoredEvidence.ReadAsync(store, request, services.Clock, cancellationToken));
        try
        {
            await batch.RunAsync(cancellationToken);
        }
        catch (StockSyncException) when (IsOld(info))
        {
            // Columns are missing: below it is upgraded.
        }
        if (IsOld(info))
        {
            await services.StoreOnce.InitializeAsync(cancellationToken);
            return await ReadSnapshotAsync(request, range, cancellationToken);
        }
        return (info.Value, reference.Value, known.Value, service.Value, asMachine.Value, evidence.Value);
    }

    static bool IsOld(BatchResult<DatabaseInfo> info) =>
        info.HasValue && info.Value.SchemaVersion > 0 && info.Value.SchemaVersion < info.Value.NewestSchema;

    // A finished range costs no lease, no run record and not one frame.
    async Task<bool> AnswerFromStoreAsync(
        SyncRequest request,
        DateRange range,
        IReadOnlyList<RetryTarget> targets,
        StoredReference reference,
        IReadOnlyList<SyncDay> known,
        StoredEvidence evidence,
        ISyncObserver observer,
        CancellationToken cancellationToken)
    {
        if (reference is not { Calendar: { } calendar, Stocks: { } all } || request.Codes.Any(c => all.IndexOf(c) < 0)
            || !evidence.IsSettled(request))
            return false;
        var stocks = all.Within(evidence.Copy);
        var due = evidence.Due(request, calendar, ScopeBuilder.Build(request, range, calendar, services.Clock, services.Settings, targets, known), service: null);
        if (due.Ranges.Count + due.Days.Count > 0)
            return false;
        var scope = ScopeBuilder.Build(request, range, calendar, services.Clock, services.Settings, targets, known);
        if (scope.Days.Count > 0)
        {
            // Nothing to count where a day is open anyway.
            if (!MayBeDone(scope, known))
                return false;
            var rows = await services.StoreOnce.Bars.CountRowsAsync(scope.Days[0], scope.Days[^1], cancellationToken);
            var completed = StoredProof.Completed(known, rows, stocks.IsChosen);
            // Single stocks are looked up by their rows: a day may be complete without one that the list names only since then.
            bool isDone = scope.Ranges.Count == 0
                ? scope.Days.All(completed.ContainsKey)
                : await IsAnsweredAsync(request, scope, stocks, known, cancellationToken);
            if (!isDone)
                return false;
        }
        var answer = known.ToDictionary(d => DateOnly.FromDateTime(d.Date));
        await CloseDeadRunAsync(cancellationToken);
        await observer.VerboseAsync(SyncStrings.FormatAlreadyComplete(scope.Days.Count), cancellationToken);
        await KnownDays.EmitAsync(scope, [.. scope.Days.Select(d => answer[d])], observer, cancellationToken);
        return true;
    }

    // Each day was recorded, and where a day was asked for whole it was recorded as complete.
    static bool MayBeDone(SyncScope scope, IReadOnlyList<SyncDay> known)
    {
        var recorded = known.ToDictionary(d => DateOnly.FromDateTime(d.Date), d => d.Status);
        return scope.Days.All(
            d => recorded.TryGetValue(d, out var status) && (status == SyncDayStatus.Completed || !scope.IsWholeMarket(d)));
    }

    // Days that other stocks leave open are still finished for the stocks that were asked for.
    async Task<bool> IsAnsweredAsync(
        SyncRequest request, SyncScope scope, StockList stocks, IReadOnlyList<SyncDay> known, CancellationToken cancellationToken)
    {
        if (scope.HasWholeDays)
            return false;
        var recorded = known.Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        if (!scope.Days.All(recorded.Contains))
            return false;
        var service = new ServiceState { Endpoint = services.Endpoint };
        var plan = await new Planner(services.StoreOnce, services.Settings).PlanAsync(
            request, scope, stocks, service, Task.FromResult(services.Settings.DailyBudget), cancellationToken);
        return plan.LackingDays == 0;
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
