using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Service;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>
/// Makes every plan: what is missing in a scope, from the store alone, and the requests that fetch it. A plan that was shown and confirmed is
/// the plan that runs, as long as its basis holds.
/// </summary>
/// <param name="services">Settings, clock and names.</param>
/// <param name="store">What is planned from; the store of a run repeats what met a passing fault.</param>
sealed class Planner(RunServices services, ISyncStore store)
{
    /// <summary>What a retry retries; empty for every other kind of request, and where nothing is open.</summary>
    public async Task<IReadOnlyList<RetryTarget>> TargetsAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind != SyncKind.Retry)
            return [];
        var failures = await store.Failures.GetFailuresAsync(cancellationToken);
        IReadOnlyList<SyncDay> days = request.Targets.Count == 0 ? await store.Days.GetDaysAsync(null, null, cancellationToken) : [];
        return RetryTargets.Complete(request.Targets, failures, days);
    }

    /// <summary>Reads what the store knows of a request, in one round trip where the store is far away.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="targets">What <see cref="TargetsAsync"/> found.</param>
    /// <param name="forRun">True for a run: the database must be writable, and one that an older version made is upgraded first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PlanInput> ReadAsync(
        SyncRequest request, IReadOnlyList<RetryTarget> targets, bool forRun, CancellationToken cancellationToken)
    {
        var range = DateRange.Of(request, services.Clock, services.Settings, targets);
        for (bool isAgain = false; ; isAgain = true)
        {
            var batch = store.NewBatch();
            // First: a database that cannot be used is told as that, whatever the others met in it.
            var database = batch.Add(to => forRun ? RunServices.InspectAsync(to, cancellationToken) : to.InspectAsync(cancellationToken));
            var reference = batch.Add(to => new ReferenceCache(to, services.Clock).ReadAsync(range, cancellationToken));
            var known = batch.Add(to => to.Days.GetDaysAsync(range.From, range.To, cancellationToken));
            var service = batch.Add(to => to.Services.GetServiceAsync(services.Endpoint, cancellationToken));
            var asWorker = batch.Add(to => MachineAddress.AsWorkerAsync(to, services, cancellationToken));
            var evidence = batch.Add(to => StoredEvidence.ReadAsync(to, request, services.Clock, cancellationToken));
            try
            {
                await batch.RunAsync(cancellationToken);
            }
            catch (StockSyncException) when (!isAgain && IsOld(database))
            {
                // Columns are missing. From now on its version is known, and what it lacks is read as empty.
            }
            if (!isAgain && IsOld(database))
            {
                if (forRun)
                    await store.InitializeAsync(cancellationToken);
                continue;
            }
            var input = new PlanInput(
                request, targets, range, database.Value, reference.Value, known.Value, service.Value, asWorker.Value, evidence.Value);
            return input.Reference.Calendar is { } calendar ? input with { Scope = ScopeOf(input, calendar, input.Evidence) } : input;
        }
    }

    /// <summary>The days and stocks of a request by a calendar.</summary>
    /// <param name="input">The request.</param>
    /// <param name="calendar">The calendar.</param>
    /// <param name="evidence">What is due to be asked for again.</param>
    /// <param name="opened">Days that a calendar was wrong about: they may lie further back than a daily run looks.</param>
    public SyncScope ScopeOf(PlanInput input, TradingCalendar calendar, StoredEvidence evidence, IReadOnlyList<DateOnly>? opened = null)
    {
        // By the checkpoints as they were found before the lease. The plan reads them again: a day that was finished meanwhile is not asked
        // for. One that was reopened meanwhile, by hand, is next time's.
        var scope = ScopeBuilder.Build(input.Request, input.Range, calendar, services.Clock, services.Settings, input.Targets, input.Known);
        if (!StoredEvidence.IsDaily(input.Request))
            return scope;
        var due = evidence.Due(input.Request, calendar, scope, input.Service);
        DateOnly[] more = [.. due.Days.Union(opened ?? [])];
        return more.Length == 0 && due.Ranges.Count == 0
            ? scope
            : ScopeBuilder.Build(
                input.Request, input.Range, calendar, services.Clock, services.Settings, input.Targets, input.Known, more, due.Ranges);
    }

    /// <summary>Reads what the store holds of the days of a scope, in one round trip where the store is far away.</summary>
    public async Task<PlanFacts> ReadFactsAsync(SyncRequest request, SyncScope scope, CancellationToken cancellationToken)
    {
        var batch = store.NewBatch();
        var facts = batch.Add(to => ReadFactsAsync(to, request, scope, cancellationToken));
        await batch.RunAsync(cancellationToken);
        return facts.Value;
    }

    /// <summary>The same as a part of a batch of the caller.</summary>
    public Task<PlanFacts> ReadFactsAsync(ISyncStore to, SyncRequest request, SyncScope scope, CancellationToken cancellationToken) =>
        PlanFacts.ReadAsync(to, request, scope, services.Clock.Today, RemainingAsync(to, cancellationToken), cancellationToken);

    /// <summary>Requests left of today's budget.</summary>
    public Task<int> RemainingAsync(CancellationToken cancellationToken) => RemainingAsync(store, cancellationToken);

    async Task<int> RemainingAsync(ISyncStore from, CancellationToken cancellationToken) =>
        services.Settings.DailyBudget - await from.Services.GetReservedRequestsAsync(services.Endpoint, services.Clock.Today, cancellationToken);

    /// <summary>The plan; only keys of days that are half there are still to be read.</summary>
    /// <param name="basis">What it is made from.</param>
    /// <param name="earlier">A plan that was made before and is returned where its basis is the same; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<WorkPlan> PlanAsync(PlanBasis basis, WorkPlan? earlier, CancellationToken cancellationToken)
    {
        if (earlier?.Basis is { } before && before.Difference(basis) is null)
            return earlier;
        var (request, scope, stocks, service, facts) = basis;
        var (known, rows, noted, failed, coverage, remaining) = facts;
        var completed = StoredProof.Completed(known, rows, stocks.IsChosen);
        // Who names an absence that was accepted asks for it whatever the state of its days.
        var named = scope.IsExplicit ? noted.Where(a => a.IsAccepted).ToArray() : [];
        var open = scope.Days.Where(
            d => request.Force || !completed.ContainsKey(d) || named.Any(a => a.Covers(d) && scope.AsksAnew(d, a.Code))).ToArray();

        var present = new PresenceMatrix(open, stocks.Count);
        await LoadPresentAsync(open, rows, stocks, present, cancellationToken);
        var doubted = open.Intersect(StoredProof.Doubted(known, completed)).ToArray();
        var book = new KnownAbsences(noted);
        // Who is not believed about the rows of a day is not about its absentees either; and of a day that was never tried, because a calendar
        // called it closed, nothing was answered, though an absence may reach over it.
        var recorded = known.Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        if (noted.Count > 0)
            book.Settle([.. open.Where(d => !recorded.Contains(d)).Union(doubted).Select(d => new DayTally { Date = d, Expected = 0 })]);
        var failures = failed
            .Where(f => f.Code != FailedStock.WholeMarket).ToLookup(f => StockCode.TryParse(f.Code, out var code) ? code : default);

        var bars = new MissingBars(scope, stocks, open, present, book, request.Force);
        var missing = bars.Find();
        // A stopped StockRange run left a note of each stock whose range was answered in full: it is not asked again.
        var unanswered = bars.Without(missing, coverage);
        int budget = Math.Min(remaining, request.MaxRequests ?? int.MaxValue);
        var chooser = new ShapeChooser(bars, stocks, service, services.Settings, budget);
        var (marketDays, ranges, cost) = chooser.Choose(request.Shape, missing, unanswered);
        return new WorkPlan
        {
            Basis = basis,
            CompleteDays = [.. scope.Days.Except(open).Select(d => completed[d])],
            OpenDays = open,
            DoubtedDays = doubted,
            Present = present,
            Recorded = recorded,
            RowsBefore = rows,
            Book = book,
            BookBefore = new KnownAbsences(book.All.ToArray()),
            Listed = known.Where(d => d.ListSize > 0).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet(),
            OpenFailures = failures,
            HasOpenFailures = failed.Count > 0,
            LackingDays = missing.Lacking().Count,
            LackingStocks = unanswered.CountStocks(),
            FirstDays = chooser.First.Days,
            FirstRanges = chooser.First.Ranges,
            MarketDays = marketDays,
            // Stocks that failed before come last: whatever ails them, it must not keep the others waiting in every run.
            StockRanges = [.. ranges.OrderBy(u => failures.Contains(u.Code))],
            DayLists = DayLists(open, scope, service),
            Cost = cost,
        };
    }

    // Keys are read month by month, and only of months with an open day that has rows: a resumed year does not read back what is complete.
    async Task LoadPresentAsync(
        DateOnly[] open,
        IReadOnlyDictionary<DateOnly, DayRows> rows,
        StockList stocks,
        PresenceMatrix present,
        CancellationToken cancellationToken)
    {
        foreach (var month in open.Where(rows.ContainsKey).GroupBy(d => (d.Year, d.Month)))
            await PresentRows.LoadAsync(store, stocks, present, month.Min(), month.Max(), cancellationToken);
    }

    // The newest day's list is always asked for; of the others as many as usual differ from the stock list.
    static double DayLists(DateOnly[] open, SyncScope scope, ServiceState service)
    {
        int newest = scope.Newest is { } day && open.Contains(day) && scope.IsWholeMarket(day) ? 1 : 0;
        return newest + ((open.Length - newest) * Math.Min(1, service.Costs.Mean(CostKind.DayListRate) ?? 0));
    }

    static bool IsOld(BatchResult<DatabaseInfo> database) => database.HasValue && database.Value is var found
        && found.SchemaVersion > 0 && found.SchemaVersion < found.NewestSchema;
}
