using StockSync.Engine.Evidence;
using StockSync.Engine.Fetching;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Sharing;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>The work of a run under its lease: plan, ask, settle, and a second question for holes.</summary>
/// <param name="run">The run.</param>
/// <param name="committer">Its way into the store.</param>
/// <param name="planner">Makes its plans.</param>
/// <param name="service">What is known of the service.</param>
/// <param name="plan">The plan that was made before the lease; null for none.</param>
sealed class RunWork(RunContext run, RunCommitter committer, Planner planner, ServiceState service, WorkPlan? plan)
{
    WorkPlan? _confirmed = plan;
    SyncRun? _record;
    PlanFacts? _facts;
    double _extraLists;
    bool _isPlanned;
    bool _isMeasured;
    bool _hasTurned;

    /// <summary>What is known of the service, with what this run found out.</summary>
    public ServiceState Service { get; private set; } = service;

    /// <summary>True when the service refused market days in this run.</summary>
    public bool IsOldService { get; private set; }

    /// <summary>Days in the scope.</summary>
    public int Days { get; private set; }

    /// <summary>Days of it that were complete before.</summary>
    public int CompleteBefore { get; private set; }

    /// <summary>Days of it that were not.</summary>
    public IReadOnlyList<DateOnly> OpenDays { get; private set; } = [];

    /// <summary>The fetching, measured.</summary>
    public FetchTimer Phase { get; } = new(run);

    /// <summary>Does it all; a cause to stop stands in the context.</summary>
    /// <param name="record">The run's record, completed by the plan.</param>
    /// <param name="scope">What is asked for.</param>
    /// <param name="reference">Calendar and stocks.</param>
    /// <param name="facts">What was read of that scope under the lease; null where it is still to be read.</param>
    /// <param name="extras">What is asked for beyond the scope.</param>
    /// <param name="cancellationToken">Stops between transactions.</param>
    public async Task RunAsync(
        SyncRun record, SyncScope scope, MarketReference reference, PlanFacts? facts, RunExtras extras, CancellationToken cancellationToken)
    {
        _record = record;
        _facts = facts;
        _extraLists = extras.Ranges.Count + (extras.IsFirst ? FirstContact.Extra(run.Request, scope) : 0);
        Days = scope.Days.Count;
        committer.Reported = scope.Days.ToHashSet();
        // The run comes back to a day with holes, and what it asks for beyond its plan may add to one that failed: told when all is known.
        committer.HoldsBack = day => day.Status != SyncDayStatus.Completed && day.Late + day.Quarantined + day.Failed > 0;
        try
        {
            var plan = await AskAsync(run.Request, scope, reference.Stocks, p => ShowAsync(p, scope, reference, cancellationToken), cancellationToken);
            await HolesAsync(scope, reference.Stocks, cancellationToken);
            await new FollowUp(run, committer, scope).RunAsync(plan, extras, cancellationToken);
            await CloseFailuresAsync(reference, plan, cancellationToken);
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
                await committer.ReleaseAsync(cancellationToken);
        }
    }

    // What is missing, by market days, by stocks, or both. Planned again where the service turns out to be another than was thought.
    async Task<WorkPlan> AskAsync(
        SyncRequest request, SyncScope scope, StockList stocks, Func<WorkPlan, Task> planned, CancellationToken cancellationToken)
    {
        while (true)
        {
            var assumed = _isMeasured ? Measured() : Service;
            var plan = await PlanAsync(request, scope, stocks, assumed, cancellationToken);
            await planned(plan);
            var first = _isMeasured ? null : FirstContact.Of(run.Request, plan, assumed);
            run.Watch = first is null && MayTurn ? new PlanMonitor(run.RequestBudget, run.Settings, assumed, plan.Cost) : null;
            var part = first ?? plan;
            await Phase.MeasureAsync(part, () => ExecuteAsync(scope, stocks, part, isWhole: first is null, cancellationToken));
            if (run.Stop.Cause is { ErrorId: ErrorIds.SourceUnsupported } cause)
                await RememberOldAsync(cause, cancellationToken);
            else if (run.Stop.IsTurning)
                await run.Observer.VerboseAsync(SyncStrings.PlanOutdated, cancellationToken);
            else if (first is null || run.Stop.IsRequested)
                return plan;
            _hasTurned |= run.Stop.IsTurning;
            _isMeasured = true;
            run.Stop.Reset();
        }
    }

    // The plan that was confirmed, unless something has changed since; what was read before serves once too, for all that comes after changes it.
    async Task<WorkPlan> PlanAsync(
        SyncRequest request, SyncScope scope, StockList stocks, ServiceState assumed, CancellationToken cancellationToken)
    {
        var facts = _facts ?? await planner.ReadFactsAsync(request, scope, cancellationToken);
        var basis = new PlanBasis(request, scope, stocks, assumed, facts);
        var confirmed = _confirmed;
        (_facts, _confirmed) = (null, null);
        if (confirmed?.Basis?.Difference(basis) is { } changed)
            await run.Observer.VerboseAsync(SyncStrings.FormatPlanChanged(changed), cancellationToken);
        return await planner.PlanAsync(basis, confirmed, cancellationToken);
    }

    // Once in a run: a service that is now quick and now slow must not be run after.
    bool MayTurn => !_hasTurned && Service.SupportsMarketDay != false && run.Request.Shape is RequestShape.Auto or RequestShape.Mixed;

    ServiceState Measured() => Service with { Costs = CostLearning.Now(Service.Costs, run.RequestBudget, run.Clock.UtcNow) };

    // An old service: the same days are asked for stock by stock.
    async Task RememberOldAsync(StockSyncException cause, CancellationToken cancellationToken)
    {
        IsOldService = true;
        Service = Service with { SupportsMarketDay = false };
        if (run.Request.Shape == RequestShape.MarketDay)
            throw cause;
        await run.Observer.VerboseAsync(SyncStrings.FormatMarketDayUnsupported(Service.Endpoint), cancellationToken);
    }

    async Task ShowAsync(WorkPlan plan, SyncScope scope, MarketReference reference, CancellationToken cancellationToken)
    {
        await run.Observer.VerboseAsync(
            SyncStrings.FormatPlan(plan.OpenDays.Count, plan.CompleteDays.Count, plan.Cost.BarRequests, plan.Cost.Reason), cancellationToken);
        OpenDays = plan.OpenDays;
        if (!_isPlanned)
            CompleteBefore = plan.CompleteDays.Count;
        var record = _record = RunRecord.WithPlan(_record!, plan, scope, Estimate(plan, reference), CompleteBefore);
        committer.Before(() => run.Store.Runs.AddRunAsync(record, cancellationToken));
        // Planned anew: what is complete was told the first time.
        if (_isPlanned)
            return;
        _isPlanned = true;
        if (plan.DoubtedDays is [var first, ..])
        {
            await run.Observer.WarningAsync(
                SyncStrings.FormatDaysDoubted(plan.DoubtedDays.Count, $"{first:yyyy-MM-dd}", $"{plan.DoubtedDays[^1]:yyyy-MM-dd}"), cancellationToken);
        }
        foreach (var day in scope.Known(plan.CompleteDays))
            await run.Observer.DayAsync(day, cancellationToken);
    }

    // Of a plan that is made while the run goes on: what was used so far is known.
    CostEstimate Estimate(WorkPlan plan, MarketReference reference)
    {
        if (!_isPlanned)
            return new CostModel(Service, run.Settings).Whole(plan.Cost.Work, plan.DayLists + _extraLists, reference.IsCalendarFetched);
        var rest = new CostModel(Measured(), run.Settings).Rest(plan.Cost.Work, plan.DayLists);
        return new CostEstimate(run.RequestBudget.Requests + rest.Requests, (run.Clock.UtcNow - _record!.StartedAt).TotalSeconds + rest.Seconds);
    }

    async Task HolesAsync(SyncScope scope, StockList stocks, CancellationToken cancellationToken)
    {
        if (run.Stop.IsRequested || committer.Held is not [var from, ..] days)
            return;
        var older = days.Where(d => !scope.IsFresh(d)).ToArray();
        if (older.Length == 0)
            return;
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(from, older[^1], cancellationToken));
        if (Holes.Scope(scope, older, book, run.Calendar) is not { } holes)
            return;
        // Who insists on market days means the range: one stock's gap of half a year would be a hundred whole markets once more.
        bool isLong = run.Request.Shape == RequestShape.MarketDay && holes.Codes.Count < holes.Days.Count;
        await AskAsync(
            isLong ? run.Request with { Shape = RequestShape.StockRange } : run.Request,
            holes,
            stocks,
            plan => run.Observer.VerboseAsync(SyncStrings.FormatHoles(holes.Days.Count, plan.Cost.BarRequests), cancellationToken).AsTask(),
            cancellationToken);
    }

    async Task CloseFailuresAsync(MarketReference reference, WorkPlan plan, CancellationToken cancellationToken)
    {
        // Nobody but this run can have added one since it was planned, except machines that work with it.
        if (!plan.HasOpenFailures && !committer.HasFailures && !run.Joined.IsJoined)
            return;
        var over = await FailureCloser.FindAsync(run.Store, reference, plan.Present, cancellationToken);
        if (over.Count > 0)
            await committer.CommitAsync(new StoreCommit { Now = run.Clock.UtcNow, Resolved = over }, cancellationToken);
    }

    async Task ExecuteAsync(SyncScope scope, StockList stocks, WorkPlan plan, bool isWhole, CancellationToken cancellationToken)
    {
        if (plan.IsDone)
            return;
        await run.Store.Bars.PrepareRangeAsync(plan.OpenDays[0], plan.OpenDays[^1], cancellationToken);
        var progress = new ProgressReporter(run, plan.Cost.Shape, plan.MarketDays.Count + plan.StockRanges.Count);
        var share = new PlanShare(run, committer, scope, stocks, plan, progress);
        var days = new MarketDayRun(run, committer, scope, stocks, plan, share.MarketDays, progress);
        var ranges = new StockRangeRun(run, committer, scope, stocks, plan, share.StockRanges, progress);
        bool isAsked;
        do
        {
            await days.RunAsync(cancellationToken);
            isAsked = !run.Stop.IsRequested;
            if (isAsked)
                await ranges.RunAsync(cancellationToken);
            // Where somebody has joined in this very moment, the plan stays.
            if (run.Stop.IsTurning && !await share.TryGiveUpAsync(cancellationToken))
                run.Stop.Stay();
        }
        while (await share.AwaitAsync(cancellationToken));
        run.Watch = null;
        await share.CloseAsync(ranges.Results, cancellationToken);
        if (run.Stop.IsTurning || !isWhole)
        {
            // Another plan goes on from here and settles the days.
            committer.Earlier(ranges.Results.Counts);
            return;
        }
        Phase.Settles(plan, scope);
        if (!isAsked && !share.IsThrough)
            return;
        // A market day is settled with its rows; every other day only now, when all that is missing on it was asked for.
        var rest = plan.OpenDays.Except(plan.MarketDays).Order().ToArray();
        await new DaySettlement(run, committer, scope, stocks, plan).RunAsync(rest, ranges.Results, mayAsk: !run.Stop.IsRequested, cancellationToken);
        if (committer.Inserted >= run.Settings.CommitRows)
            await run.Store.Bars.AnalyzeAsync(cancellationToken);
    }
}
