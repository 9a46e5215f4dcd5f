namespace StockSync.Engine.Sync;

/// <summary>A run that touches service and store. One object per run; its steps are in order of their call.</summary>
sealed class ActiveRun : IAsyncDisposable
{
    readonly SyncRunner _runner;
    readonly SyncRequest _request;
    readonly DateRange _range;
    readonly IReadOnlyList<RetryTarget> _targets;
    readonly DatabaseInfo _database;
    readonly Governor _governor;
    readonly RunContext _run;
    readonly RunCommitter _committer;
    readonly DateTime _startedAt;
    ServiceState _service;
    IReadOnlyList<CalendarDay>? _fetchedCalendar;
    SyncRun? _record;
    Exception? _endFault;
    bool _isStoreAway;
    bool _isOld;
    int _scopeDays;
    IReadOnlyList<DateOnly> _openDays = [];
    int _completeBefore;

    public ActiveRun(
        SyncRunner runner,
        SyncRequest request,
        DateRange range,
        IReadOnlyList<RetryTarget> targets,
        DatabaseInfo database,
        ServiceState service,
        ISyncObserver observer)
    {
        _runner = runner;
        _request = request;
        _range = range;
        _targets = targets;
        _database = database;
        _service = service;
        _startedAt = Clock.UtcNow;
        _governor = new Governor(Settings, Clock, runner.Endpoint, request.MaxRequests);
        var stop = new RunStop();
        var pool = new SessionPool(runner.OpenSource(_governor));
        RunContext? context = null;
        var sourceRetry = RetryPipelines.ForSource(
            Settings, Clock.Time, () => Interlocked.Increment(ref context!.Retries), Random.Shared.NextDouble);
        _run = context = new RunContext
        {
            Request = request,
            Settings = Settings,
            Store = new PatientStore(runner.Store, RetryPipelines.ForStore(Clock.Time, Random.Shared.NextDouble)),
            Clock = Clock,
            Governor = _governor,
            Pool = pool,
            SourceRetry = sourceRetry,
            Units = new UnitRunner(Settings, pool, sourceRetry, stop, TimeLimit),
            Stop = stop,
            Observer = observer,
            RunId = RunId.Create(Clock),
        };
        _committer = new RunCommitter(_run);
    }

    SyncSettings Settings => _runner.Settings;

    ISyncStore Store => _run.Store;

    // One try: for what is done again and again anyway.
    ISyncStore StoreOnce => _runner.Store;

    // Patient with a passing fault; but who has waited for an absent database already does not do so again for each last record.
    ISyncStore StoreAtEnd => _isStoreAway || _endFault is not null ? StoreOnce : Store;

    BeijingClock Clock => _runner.Clock;

    public async ValueTask DisposeAsync()
    {
        await _run.Pool.DisposeAsync();
        _governor.Dispose();
        _run.Units.Dispose();
    }

    public async Task<SyncRun?> RunAsync(CancellationToken cancellationToken)
    {
        // An empty database gets its tables only after the service has answered and the codes are known to exist.
        MarketReference? reference = _database.SchemaVersion == 0 ? await FetchFirstReferenceAsync(cancellationToken) : null;
        await Store.InitializeAsync(cancellationToken);
        using var living = LivingRuns.Enter(_run.RunId);
        _run.Lease = await Store.AcquireLeaseAsync(
            _run.RunId, ProcessIdentity.Of(_run.RunId), Settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
        try
        {
            return await WithLeaseAsync(reference, cancellationToken);
        }
        finally
        {
            // Only after the last connection is closed: the next owner of the lease may connect at once.
            await _run.Pool.DisposeAsync();
            await TryAsync(token => StoreAtEnd.ReleaseLeaseAsync(_run.Lease, token), cancellationToken.IsCancellationRequested);
        }
    }

    async Task<SyncRun?> WithLeaseAsync(MarketReference? reference, CancellationToken cancellationToken)
    {
        await using var keeper = new LeaseKeeper(StoreOnce, _run.Lease!, Settings, Clock.Time, cancellationToken);
        _record = RunRecord.Start(_run.RunId, _request.Kind, _startedAt, _range);
        await Store.AddRunAsync(_record, cancellationToken);
        SyncRunStatus status = SyncRunStatus.Failed;
        string? message = null;
        try
        {
            await _governor.AttachAsync(Store, keeper.Token);
            try
            {
                await WorkAsync(reference, keeper.Token);
            }
            catch (StockSyncException e) when (e.ErrorId == ErrorIds.BudgetSpent)
            {
                _run.Stop.Request(e);
            }
            status = Outcome(out message);
            if (_run.Stop.Cause is { } cause)
                await ReportStopAsync(cause, cancellationToken);
        }
        catch (OperationCanceledException) when (keeper.IsLost)
        {
            message = SyncText.Get("LeaseLost");
            throw new StockSyncException(ErrorIds.LeaseLost, ErrorKind.Busy, message, SyncText.Get("LeaseLostAdvice"));
        }
        catch (OperationCanceledException)
        {
            (status, message) = (SyncRunStatus.Stopped, "stopped");
            throw;
        }
        catch (StockSyncException e)
        {
            message ??= e.Message;
            _isStoreAway = e.ErrorId.StartsWith("Store", StringComparison.Ordinal);
            throw;
        }
        finally
        {
            await EndAsync(status, message, cancellationToken.IsCancellationRequested);
        }
        if (_endFault is not null)
            await _run.Observer.WarningAsync(SyncText.Get("EndNotRecorded", _endFault.Message), cancellationToken);
        return (await Store.GetRunsAsync(false, 50, cancellationToken)).FirstOrDefault(r => r.RunId == _run.RunId) ?? _record;
    }

    async Task WorkAsync(MarketReference? reference, CancellationToken cancellationToken)
    {
        // Before anything is asked of the service: only a role that may create tables can add a month.
        if (reference is null)
            await Store.PrepareRangeAsync(_range.From, _range.To, cancellationToken);
        reference ??= await FetchReferenceAsync(cancellationToken);
        if (_fetchedCalendar is { } days)
            await Store.PutCalendarAsync(days, Clock.Today, cancellationToken);
        await Store.PutStocksAsync([.. reference.Stocks.Entries], Clock.UtcNow, cancellationToken);
        // With those that the service no longer names: their rows are in the table and are counted.
        reference = reference with { Stocks = new StockList(await Store.GetStocksAsync(cancellationToken)) };

        var known = await Store.GetDaysAsync(_range.From, _range.To, cancellationToken);
        var scope = ScopeBuilder.Build(_request, _range, reference.Calendar, Clock, Settings, _targets, known);
        _scopeDays = scope.Days.Count;
        bool isFirst = true;
        while (true)
        {
            var plan = await PlanAsync(scope, reference.Stocks, cancellationToken);
            if (isFirst)
            {
                _completeBefore = plan.CompleteDays.Count;
                await SyncRunner.EmitKnownAsync(scope, plan.CompleteDays, _run.Observer, cancellationToken);
            }
            isFirst = false;
            await ExecuteAsync(scope, reference.Stocks, plan, cancellationToken);
            if (_run.Stop.Cause?.ErrorId != ErrorIds.SourceUnsupported)
            {
                await CloseFailuresAsync(reference, plan, cancellationToken);
                return;
            }
            // An old service: remembered, and the same days are asked for stock by stock.
            _isOld = true;
            _service = _service with { SupportsMarketDay = false };
            if (_request.Shape == RequestShape.MarketDay)
                throw _run.Stop.Cause;
            await _run.Observer.VerboseAsync(SyncText.Get("MarketDayUnsupported", _runner.Endpoint), cancellationToken);
            _run.Stop.Reset();
        }
    }

    async Task CloseFailuresAsync(MarketReference reference, WorkPlan plan, CancellationToken cancellationToken)
    {
        var over = await FailureCloser.FindAsync(Store, reference, plan.Present, cancellationToken);
        if (over.Count > 0)
            await _committer.CommitAsync(new StoreCommit { Now = Clock.UtcNow, Resolved = over }, cancellationToken);
    }

    async Task<WorkPlan> PlanAsync(SyncScope scope, StockList stocks, CancellationToken cancellationToken)
    {
        int remaining = Settings.DailyBudget - await Store.GetReservedRequestsAsync(_runner.Endpoint, Clock.Today, cancellationToken);
        var plan = await new Planner(Store, Settings).PlanAsync(_request, scope, stocks, _service, remaining, cancellationToken);
        await _run.Observer.VerboseAsync(
            SyncText.Get("Plan", plan.OpenDays.Count, plan.CompleteDays.Count, plan.Cost.BarRequests, plan.Cost.Reason), cancellationToken);
        _openDays = plan.OpenDays;
        _record = RunRecord.WithPlan(_record!, plan, scope);
        await Store.AddRunAsync(_record, cancellationToken);
        return plan;
    }

    async Task ExecuteAsync(SyncScope scope, StockList stocks, WorkPlan plan, CancellationToken cancellationToken)
    {
        if (plan.IsDone)
            return;
        await Store.PrepareRangeAsync(plan.OpenDays[0], plan.OpenDays[^1], cancellationToken);
        if (plan.Cost.Shape == RequestShape.MarketDay)
        {
            var progress = new ProgressReporter(_run, RequestShape.MarketDay, plan.MarketDays.Count);
            var work = new MarketDayRun(_run, _committer, scope, stocks, plan, progress);
            await work.RunAsync(cancellationToken);
            if (_run.Stop.IsRequested)
                return;
            var rest = plan.OpenDays.Except(plan.MarketDays).Order().ToArray();
            await new DaySettlement(_run, _committer, scope, stocks, plan).RunAsync(rest, null, mayAsk: true, cancellationToken);
        }
        else
        {
            var progress = new ProgressReporter(_run, RequestShape.StockRange, plan.StockRanges.Count);
            var work = new StockRangeRun(_run, _committer, scope, stocks, plan, progress);
            await work.RunAsync(cancellationToken);
            await new DaySettlement(_run, _committer, scope, stocks, plan).RunAsync(
                plan.OpenDays, work, mayAsk: !_run.Stop.IsRequested, cancellationToken);
        }
        if (_committer.Inserted >= Settings.CommitRows)
            await Store.AnalyzeAsync(cancellationToken);
    }

    async Task<MarketReference> FetchFirstReferenceAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await FetchReferenceAsync(cancellationToken);
        }
        catch (StockSyncException e) when (e.StopsEverything)
        {
            // A ban must be remembered even where nothing else is known yet: the next run would make it longer.
            await Store.InitializeAsync(cancellationToken);
            await RememberServiceAsync(Store, SyncRunStatus.Failed, cancellationToken);
            throw;
        }
    }

    async Task<MarketReference> FetchReferenceAsync(CancellationToken cancellationToken)
    {
        var calendar = _database.SchemaVersion == 0 ? null : await _runner.Cache.CalendarAsync(_range, cancellationToken);
        var left = _database.SchemaVersion == 0 ? null : await _runner.Cache.StocksAsync(cancellationToken);
        return await _run.SourceRetry.ExecuteAsync(
            async token =>
            {
                var session = await _run.Pool.RentAsync(token);
                try
                {
                    var stocks = new StockList(await ReferenceLoader.StocksAsync(session, token));
                    ReferenceLoader.CheckCodes([.. _request.Codes, .. _request.Targets.Select(t => t.Code).OfType<StockCode>()], stocks, left);
                    if (calendar is null)
                        _fetchedCalendar = await ReferenceLoader.CalendarAsync(session, _range, Clock, token);
                    return new MarketReference(calendar ?? new TradingCalendar(_fetchedCalendar!), stocks);
                }
                finally
                {
                    await _run.Pool.ReturnAsync(session);
                }
            },
            cancellationToken);
    }

    StockSyncException? TimeLimit() => _request.MaxMinutes is { } minutes && Clock.UtcNow - _startedAt >= TimeSpan.FromMinutes(minutes)
        ? new StockSyncException(ErrorIds.BudgetSpent, ErrorKind.Limit, SyncText.Get("MaxMinutesReached", minutes))
        : null;

    SyncRunStatus Outcome(out string? message)
    {
        message = _run.Stop.Cause?.Message;
        if (_run.Stop.Cause is { } cause)
            return cause.ErrorId == ErrorIds.BudgetSpent ? SyncRunStatus.Stopped : SyncRunStatus.Failed;
        return _completeBefore + _committer.DaysCompleted >= _scopeDays ? SyncRunStatus.Completed : SyncRunStatus.Partial;
    }

    // A spent budget or a limit is an orderly end; everything else that stops a run is an error of it.
    async Task ReportStopAsync(StockSyncException cause, CancellationToken cancellationToken)
    {
        if (cause.ErrorId != ErrorIds.BudgetSpent)
            throw cause;
        await _run.Observer.WarningAsync(cause.Message, cancellationToken);
        foreach (var day in _openDays.Where(d => !_committer.Settled.Contains(d)))
            await _run.Observer.DayAsync(
                new SyncDay { Date = day.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Pending, Reason = "not reached" }, cancellationToken);
    }

    // Each step on its own: what one of them meets must neither keep the others from being done nor hide why the run ended.
    async Task EndAsync(SyncRunStatus status, string? message, bool isStopped)
    {
        await _run.Pool.DisposeAsync();
        await TryAsync(token => RememberServiceAsync(StoreAtEnd, status, token), isStopped);
        await TryAsync(
            token => StoreAtEnd.EndRunAsync(_run.RunId, status, message, _committer.Counters(), Clock.UtcNow, token), isStopped);
        await TryAsync(token => _governor.GiveBackAsync(StoreOnce, token), isStopped);
    }

    async Task TryAsync(Func<CancellationToken, Task> step, bool isStopped)
    {
        using var limit = new CancellationTokenSource(isStopped ? SyncRunner.EndGrace : Settings.CommandTimeout, Clock.Time);
        try
        {
            await step(limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // The database is away. What is lost is a record: the next run marks this one interrupted, and the lease expires.
            _endFault ??= e;
        }
    }

    Task RememberServiceAsync(ISyncStore store, SyncRunStatus status, CancellationToken cancellationToken)
    {
        _service = ServiceMemory.After(_service, _governor, status, _isOld, Clock.UtcNow + Settings.BanCooldown);
        return store.PutServiceAsync(_service, cancellationToken);
    }
}
