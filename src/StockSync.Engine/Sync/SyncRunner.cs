using StockSync.Engine.Sync.Machines;

namespace StockSync.Engine.Sync;

/// <summary>One run from its request to its record: check, lease, reference, plan, work, settle, end.</summary>
sealed class SyncRunner(
    SyncSettings settings,
    ISyncStore store,
    Func<IRequestGate, IBarSource> openSource,
    string endpoint,
    BeijingClock clock,
    RunAlerts? alerts = null,
    RunWatch? watch = null,
    string? host = null,
    EndpointLocks? locks = null)
{
    /// <summary>What a stopped run may take to keep what is in hand.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(3);

    /// <summary>What each of its last records may take: with closing the connection all stays within ten seconds.</summary>
    public static readonly TimeSpan EndGrace = TimeSpan.FromSeconds(1.5);

    readonly ReferenceCache _cache = new(store, clock);

    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        observer = Observe(observer);
        IReadOnlyList<RetryTarget> targets = [];
        if (request.Kind == SyncKind.Retry)
        {
            await InspectAsync(cancellationToken);
            targets = await TargetsAsync(request, cancellationToken);
            if (targets.Count == 0)
            {
                await CloseDeadRunAsync(cancellationToken);
                await observer.VerboseAsync(SyncText.Get("NothingToRetry"), cancellationToken);
                return null;
            }
        }
        var range = DateRange.Of(request, clock, settings, targets);
        var look = await LookAsync(request, range, cancellationToken);
        var (info, reference, known, service, asMachine, evidence) = look;
        if (!request.Force && await AnswerFromStoreAsync(request, range, targets, reference, known, evidence, observer, cancellationToken))
            return null;

        await CheckServiceAsync(request, service, observer, cancellationToken);
        if (!request.IgnoreBan)
            ServiceBlock.Check(asMachine.Service, asMachine.Service.Endpoint, clock);
        await using var run = new ActiveRun(
            this, request, range, targets, reference, known, service, evidence, Math.Max(0, settings.DailyBudget - asMachine.Spent), observer)
        {
            IsPrepared = info.SchemaVersion == info.NewestSchema,
        };
        return await run.RunAsync(cancellationToken);
    }

    /// <summary>Looks at the database; throws where a run could not write.</summary>
    internal async Task<DatabaseInfo> InspectAsync(CancellationToken cancellationToken)
    {
        var info = await store.InspectAsync(cancellationToken);
        return info.IsWritable
            ? info
            : throw new StockSyncException(
                ErrorIds.StoreReadOnly,
                ErrorKind.Permission,
                SyncText.Get("StoreReadOnly", info.Target, info.WhyNotWritable),
                SyncText.Get("StoreReadOnlyAdvice"),
                info.Target);
    }

    internal SyncSettings Settings => settings;

    internal ISyncStore Store => store;

    internal BeijingClock Clock => clock;

    /// <summary>Who is told of runs by hand; null for nobody.</summary>
    internal RunAlerts? Alerts => alerts;

    internal string Endpoint => endpoint;

    /// <summary>This machine's name.</summary>
    internal string Host { get; } = host ?? Environment.MachineName;

    /// <summary>An observer with whoever else hears.</summary>
    internal ISyncObserver Observe(ISyncObserver observer) => watch?.Observe(observer) ?? observer;

    /// <summary>A text without secrets, as it may be recorded.</summary>
    internal string? Redact(string? text) => watch is null ? text : watch.Redactor.Redact(text);

    /// <summary>Takes the endpoint for a run; null where nobody else can connect to it.</summary>
    internal Func<EndpointHold>? Taking(string runId) => locks is null ? null : () => locks.Take(endpoint, Host, runId);

    internal IBarSource OpenSource(IRequestGate gate) => openSource(gate);

    async Task<IReadOnlyList<RetryTarget>> TargetsAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var failures = await store.GetFailuresAsync(cancellationToken);
        IReadOnlyList<SyncDay> days = request.Targets.Count == 0 ? await store.GetDaysAsync(null, null, cancellationToken) : [];
        return RetryTargets.Complete(request.Targets, failures, days);
    }

    // All that can be asked for at once; of a database that an older version made only once it is upgraded.
    async Task<(DatabaseInfo, StoredReference, IReadOnlyList<SyncDay>, ServiceState, (ServiceState Service, int Spent), StoredEvidence)> LookAsync(
        SyncRequest request, DateRange range, CancellationToken cancellationToken)
    {
        Task<DatabaseInfo> info;
        Task<StoredReference> reference;
        Task<IReadOnlyList<SyncDay>> known;
        Task<ServiceState> service;
        Task<(ServiceState, int)> asMachine;
        Task<StoredEvidence> evidence;
        using (store.Gather())
        {
            info = InspectAsync(cancellationToken);
            reference = _cache.ReadAsync(range, cancellationToken);
            known = store.GetDaysAsync(range.From, range.To, cancellationToken);
            service = store.GetServiceAsync(endpoint, cancellationToken);
            asMachine = MachineAddress.AsWorkerAsync(this, cancellationToken);
            evidence = StoredEvidence.ReadAsync(store, request, clock, cancellationToken);
        }
        try
        {
            // A database that cannot be used is told as that, whatever the others met in it.
            await Task.WhenAll(info, reference, known, service, asMachine, evidence);
        }
        catch (StockSyncException) when (IsOld(info))
        {
            // Columns are missing: below it is upgraded.
        }
        if (IsOld(info))
        {
            await store.InitializeAsync(cancellationToken);
            return await LookAsync(request, range, cancellationToken);
        }
        return (await info, await reference, await known, await service, await asMachine, await evidence);
    }

    static bool IsOld(Task<DatabaseInfo> info) => info.IsCompletedSuccessfully && info.Result is var found
        && found.SchemaVersion > 0 && found.SchemaVersion < found.NewestSchema;

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
        var due = evidence.Due(request, calendar, ScopeBuilder.Build(request, range, calendar, clock, settings, targets, known), service: null);
        if (due.Ranges.Count + due.Days.Count > 0)
            return false;
        var scope = ScopeBuilder.Build(request, range, calendar, clock, settings, targets, known);
        if (scope.Days.Count > 0)
        {
            // Nothing to count where a day is open anyway.
            if (!MayBeDone(scope, known))
                return false;
            var rows = await store.CountRowsAsync(scope.Days[0], scope.Days[^1], cancellationToken);
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
        await observer.VerboseAsync(SyncText.Get("AlreadyComplete", scope.Days.Count), cancellationToken);
        await EmitKnownAsync(scope, [.. scope.Days.Select(d => answer[d])], observer, cancellationToken);
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
        var service = new ServiceState { Endpoint = endpoint };
        var plan = await new Planner(store, settings).PlanAsync(
            request, scope, stocks, service, Task.FromResult(settings.DailyBudget), cancellationToken);
        return plan.LackingDays == 0;
    }

    // A run that died between its last commit and its end left nothing to do, so no later run would take its lease and mark it.
    async Task CloseDeadRunAsync(CancellationToken cancellationToken)
    {
        if (await store.GetRunsAsync(false, 1, cancellationToken) is not [{ Status: SyncRunStatus.Running }])
            return;
        string id = RunId.Create(clock);
        using var living = LivingRuns.Enter(id);
        try
        {
            var lease = await store.AcquireLeaseAsync(
                id, ProcessIdentity.Of(id), settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
            await store.ReleaseLeaseAsync(lease, cancellationToken);
        }
        catch (StockSyncException e) when (e.ErrorId == ErrorIds.RunActive)
        {
            // It lives.
        }
    }

    internal static async Task EmitKnownAsync(
        SyncScope scope, IReadOnlyList<SyncDay> completed, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var closed = scope.ClosedDays.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Skipped, Reason = "market closed" });
        var notDue = scope.DaysNotDue.Select(d => new SyncDay { Date = d.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Pending, Reason = "not published yet" });
        foreach (var day in completed.Concat(closed).Concat(notDue).OrderBy(d => d.Date))
            await observer.DayAsync(day, cancellationToken);
    }

    internal async Task CheckServiceAsync(SyncRequest request, ServiceState service, ISyncObserver observer, CancellationToken cancellationToken)
    {
        if (!request.IgnoreBan)
            ServiceBlock.Check(service, endpoint, clock);
        bool isPublic = endpoint.EndsWith(".baostock.com:10030", StringComparison.OrdinalIgnoreCase);
        if (settings.ThrottleLimit > 1 && isPublic)
            await observer.WarningAsync(SyncText.Get("ThrottleOnPublicHost", settings.ThrottleLimit, endpoint), cancellationToken);
    }
}
