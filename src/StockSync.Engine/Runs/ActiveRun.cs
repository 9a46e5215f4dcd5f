using System.Diagnostics;
using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Sharing;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Runs;

/// <summary>A run that touches service and store. One object per run; its steps are in order of their call.</summary>
sealed class ActiveRun : IAsyncDisposable
{
    readonly RunServices _services;
    readonly PlanInput _input;
    readonly Planner _planner;
    readonly RequestBudget _requestBudget;
    readonly RunContext _run;
    readonly RunCommitter _committer;
    readonly DateTime _startedAt;
    readonly RunWork _work;
    readonly RunFinisher _ending;
    readonly CancellationTokenSource _ended = new();
    SyncRun? _record;

    /// <param name="services">What the run works with.</param>
    /// <param name="input">What is asked for.</param>
    /// <param name="plan">The plan of it that was made already; null for none. It is made anew where its basis has changed.</param>
    /// <param name="observer">Who is told.</param>
    public ActiveRun(RunServices services, PlanInput input, WorkPlan? plan, ISyncObserver observer)
    {
        (_services, _input) = (services, input);
        _startedAt = Clock.UtcNow;
        int budget = Math.Max(0, Settings.DailyBudget - input.AsWorker.Spent);
        _requestBudget = new RequestBudget(Settings with { DailyBudget = budget }, Clock, services.Endpoint, Request.MaxRequests);
        _run = RunAssembly.Create(services, Request, RunId.Create(Clock), _requestBudget, observer, _startedAt);
        _planner = new Planner(services, _run.Store);
        _committer = new RunCommitter(_run);
        _work = new RunWork(_run, _committer, _planner, input.Service, plan);
        _ending = new RunFinisher(services, _run, _committer, _work, _startedAt);
    }

    SyncRequest Request => _input.Request;

    SyncSettings Settings => _services.Settings;

    ISyncStore Store => _run.Store;

    BeijingClock Clock => _services.Clock;

    public async ValueTask DisposeAsync()
    {
        await _run.Pool.DisposeAsync();
        _requestBudget.Dispose();
        _ended.Dispose();
        _run.Units.Dispose();
        _run.Joined.Dispose();
    }

    public async Task<SyncRun?> RunAsync(CancellationToken cancellationToken)
    {
        // Before the first frame, in an empty database too: of several first starts at once only one may connect to the service.
        if (_input.Database.SchemaVersion != _input.Database.NewestSchema)
            await Store.InitializeAsync(cancellationToken);
        using var living = ActiveRuns.Enter(_run.RunId);
        _run.Lease = await Store.Lease.AcquireLeaseAsync(
            _run.RunId, ProcessIdentity.Of(_run.RunId), Settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
        try
        {
            await _run.Pool.ClaimAsync(_run.Observer, cancellationToken);
            return await SyncTelemetry.TraceAsync(
                SyncTelemetry.RunActivity, ActivityKind.Internal, activity => WithLeaseAsync(activity, cancellationToken));
        }
        finally
        {
            // What could not be recorded by now is not recorded behind the next owner's back.
            await _ended.CancelAsync();
            // Only after the last connection is closed: the next owner of the lease may connect at once.
            await _run.Pool.DisposeAsync();
            await _ending.ReleaseAsync(cancellationToken.IsCancellationRequested);
        }
    }

    async Task<SyncRun?> WithLeaseAsync(Activity? activity, CancellationToken cancellationToken)
    {
        activity?.SetTag("stocksync.run.id", _run.RunId).SetTag("stocksync.run.kind", Request.Kind.ToString());
        await using var keeper = new LeaseHeartbeat(_services.StoreOnce.Lease, _run.Lease!, Settings, Clock.Time, cancellationToken);
        await using var watch = new JoinPoller(_services.StoreOnce.Workers, _run);
        _record = RunRecord.Start(_run.RunId, Request.Kind, _startedAt, _input.Range, Request.Attempt?.Slot, _services.Host);
        SyncRunStatus status = SyncRunStatus.Failed;
        string? message = null;
        StockSyncException? error = null;
        try
        {
            await _run.Observer.StartedAsync(_record, keeper.Token);
            await _requestBudget.AttachAsync(Store.Services, keeper.Token);
            try
            {
                await WorkAsync(keeper.Token);
                await _committer.WrittenAsync(keeper.Token);
            }
            catch (StockSyncException e) when (e.ErrorId == ErrorIds.BudgetSpent)
            {
                _run.Stop.Request(e);
            }
            await _run.Joined.DismissAsync(keeper.Token);
            await YearMerge.RunAsync(_run, _services.StoreOnce.Bars, keeper.Token);
            status = Outcome(out message);
            error = _run.Stop.Cause;
            if (_run.Stop.Cause is { } cause)
                await ReportStopAsync(cause, cancellationToken);
        }
        catch (OperationCanceledException) when (keeper.IsLost)
        {
            message = SyncStrings.LeaseLost;
            error = new StockSyncException(ErrorIds.LeaseLost, ErrorKind.Busy, message, SyncStrings.LeaseLostAdvice);
            throw error;
        }
        catch (OperationCanceledException)
        {
            (status, message) = (SyncRunStatus.Stopped, "stopped");
            throw;
        }
        catch (StockSyncException e)
        {
            message ??= e.Message;
            error ??= e;
            throw;
        }
        finally
        {
            activity?.SetTag("stocksync.run.status", status.ToString());
            await _ending.EndAsync(_record, status, message, error, cancellationToken.IsCancellationRequested);
        }
        if (_ending.Fault is { } fault)
            await _run.Observer.WarningAsync(SyncStrings.FormatEndNotRecorded(fault.Message), cancellationToken);
        var ended = _ending.Ended ?? _record;
        await _run.Observer.EndedAsync(ended, cancellationToken);
        return ended;
    }

    async Task WorkAsync(CancellationToken cancellationToken)
    {
        // Before anything is asked of the service: only a role that may create tables can add a month.
        var batch = Store.NewBatch();
        batch.Add(store => store.Bars.PrepareRangeAsync(_input.Range.From, _input.Range.To, cancellationToken));
        // With a calendar at hand it is known which days are meant before the service is asked for anything.
        var reading = _input.Scope is { } asked
            ? batch.Add(store => _planner.ReadFactsAsync(store, Request, asked, cancellationToken))
            : null;
        // Last, because its row stays locked until all is answered.
        batch.Add(store => _requestBudget.PrepareAsync(store.Services, cancellationToken));
        var preparing = batch.RunAsync(cancellationToken);
        // On a second connection, which is there then when the last rows are written. To be recorded is not cancelled with the run.
        var record = _record!;
        _committer.Before(() => Store.Runs.AddRunAsync(record, _ended.Token));
        await preparing;
        _run.Claims = _input.Evidence.Claims;
        var fetcher = new ReferenceFetcher(_run, _input, calendar => _planner.ScopeOf(_input, calendar, _input.Evidence));
        var reference = await FetchReferenceAsync(fetcher, cancellationToken);
        (_run.Calendar, _run.AllStocks) = (reference.Calendar, Marked(reference.Stocks, fetcher));
        if (fetcher.Calendar is { } days)
            _committer.Before(() => Store.Reference.PutCalendarAsync(days, Clock.Today, cancellationToken));
        foreach (string warning in fetcher.Warnings)
            await _run.Observer.WarningAsync(warning, cancellationToken);
        if (fetcher.Claims.Count > 0)
            await Store.Claims.PutClaimsAsync(fetcher.Claims, cancellationToken);
        if (fetcher.Over.Count > 0)
            await Store.Claims.DeleteClaimsAsync(fetcher.Over, cancellationToken);
        await ForgetClosedAsync(cancellationToken);
        var guard = new CopyGuard(_run, _committer, _input.Evidence.Copy);
        await SettleCopyAsync(guard, fetcher, cancellationToken);
        var opened = await Expectations.OfAsync(
            _run, fetcher.Changed, _input.IsFirst ? null : _input.Reference.Stocks, guard.Copy, guard.Added, cancellationToken);
        // On most days nobody is new and nobody has gone.
        if (opened.Count > 0)
            await Store.Reference.PutStocksAsync(fetcher.Changed, opened, Clock.UtcNow, cancellationToken);
        else if (fetcher.Changed.Count > 0)
            _committer.Before(() => Store.Reference.PutStocksAsync(fetcher.Changed, [], Clock.UtcNow, cancellationToken));
        if (!guard.Copy.IsChecked)
        {
            await _committer.WrittenAsync(cancellationToken);
            await guard.CheckAsync(cancellationToken);
        }
        // What was read before serves where the start of the run has changed nothing of it.
        var facts = reading is null || opened.Count > 0 || guard.HasChanged ? null : reading.Value;
        var scope = _input.Scope is { } known && !guard.HasChanged ? known : await ScopeAsync(reference.Calendar, guard, fetcher, cancellationToken);
        await _work.RunAsync(
            _record!,
            scope,
            reference with { Stocks = _run.AllStocks.Within(guard.Copy) },
            facts,
            new RunExtras
            {
                Ranges = [.. Newly(opened, scope), .. scope.Due],
                Successors = fetcher.Successors,
                MostLists = StoredEvidence.IsDaily(Request) ? DueAbsences.Lists : int.MaxValue,
                IsFirst = _input.IsFirst,
            },
            cancellationToken);
    }

    // What an upgrade put in doubt is asked for by the first daily run already.
    async Task<SyncScope> ScopeAsync(TradingCalendar calendar, CopyGuard guard, ReferenceFetcher fetcher, CancellationToken cancellationToken)
    {
        var evidence = guard.HasChanged && StoredEvidence.IsDaily(Request)
            ? _input.Evidence with { DueAbsences = await Store.Absences.GetDueAbsencesAsync(Clock.Today, cancellationToken) }
            : _input.Evidence;
        return _planner.ScopeOf(_input, calendar, evidence, [.. fetcher.Opened.Where(IsWithinCopy)]);
    }

    bool IsWithinCopy(DateOnly day) => _input.Known.Count > 0 && day >= DateOnly.FromDateTime(_input.Known[0].Date);

    // Tried because a calendar was wrong about it: a day without a bar that is certainly closed is no day of the copy.
    async Task ForgetClosedAsync(CancellationToken cancellationToken)
    {
        var closed = new List<DateOnly>();
        foreach (var record in _input.Known.Where(d => d.Stored + d.Suspended == 0))
        {
            var day = DateOnly.FromDateTime(record.Date);
            if (day < _run.Calendar.From || day > _run.Calendar.To || _run.Calendar.IsTradingDay(day))
                continue;
            // As certain as it has to be tomorrow: said on two Beijing days, or a weekend.
            if (await Store.Reference.GetCalendarAsync(day, day, cancellationToken) is [{ IsTradingDay: false }]
                && await Store.Reference.CountPlannedDaysAsync(day, day, Clock.Today.AddDays(1), cancellationToken) == 0)
                closed.Add(day);
        }
        if (closed.Count > 0)
            await Store.Days.DeleteDaysAsync(closed, cancellationToken);
    }

    // A code that may have a successor is not expected while that is found out in this run.
    static StockList Marked(StockList stocks, ReferenceFetcher fetcher) => stocks.Replace(
        fetcher.Successors.Select(s => (s.New, At: stocks.IndexOf(s.Old))).Where(s => s.At >= 0).Select(s => stocks[s.At] with { ReplacedBy = s.New }));

    async Task SettleCopyAsync(CopyGuard guard, ReferenceFetcher fetcher, CancellationToken cancellationToken)
    {
        await guard.SettleAsync(cancellationToken);
        // The new code of a chosen stock is chosen too.
        var successors = fetcher.Successors.Where(s => guard.Copy.IsChosen && guard.Copy.Codes.Contains(s.Old)).Select(s => s.New).ToHashSet();
        if (successors.Count > 0)
            await guard.AddAsync(successors, cancellationToken);
        _run.Copy = guard.Copy;
    }

    // Of a backfill the days within its range are asked for by its own plan.
    IEnumerable<StockCoverage> Newly(IReadOnlyList<Absence> opened, SyncScope scope) => opened
        .GroupBy(a => a.Code)
        .Select(a => new StockCoverage(a.Key, a.Min(i => i.From), a.Max(i => i.To)))
        .Where(a => Request.Kind != SyncKind.Backfill || a.From < scope.From || a.To > scope.To || !scope.Asks(a.From, a.Code));

    async Task<MarketReference> FetchReferenceAsync(ReferenceFetcher fetcher, CancellationToken cancellationToken) =>
        await _run.SourceRetry.ExecuteAsync(
            async token =>
            {
                IBarSession? session = null;
                try
                {
                    session = await _run.Pool.RentAsync(token);
                    return await fetcher.FetchAsync(session, token);
                }
                catch (Exception e) when (UnforeseenError.Is(e))
                {
                    throw UnforeseenError.Of(e, SyncStrings.ReferenceFaultAdvice);
                }
                finally
                {
                    if (session is not null)
                        await _run.Pool.ReturnAsync(session);
                }
            },
            cancellationToken);

    SyncRunStatus Outcome(out string? message)
    {
        message = _run.Stop.Cause?.Message;
        // Where others have finished what this machine could not, nothing was stopped.
        bool isComplete = _work.CompleteBefore + _committer.DaysCompleted >= _work.Days && _work.OpenDays.All(_committer.IsCompleted);
        if (_run.Stop.Cause is { } cause && !(cause.ErrorId == ErrorIds.BudgetSpent && isComplete && _run.Joined.IsJoined))
            return cause.ErrorId == ErrorIds.BudgetSpent ? SyncRunStatus.Stopped : SyncRunStatus.Failed;
        return isComplete ? SyncRunStatus.Completed : SyncRunStatus.Partial;
    }

    // A spent budget or a limit is an orderly end; everything else that stops a run is an error of it.
    async Task ReportStopAsync(StockSyncException cause, CancellationToken cancellationToken)
    {
        if (cause.ErrorId != ErrorIds.BudgetSpent)
            throw cause;
        await _run.Observer.WarningAsync(cause.Message, cancellationToken);
        foreach (var day in _work.OpenDays.Where(d => !_committer.Settled.Contains(d)))
            await _run.Observer.DayAsync(
                new SyncDay { Date = day.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Pending, Reason = "not reached" }, cancellationToken);
    }
}
