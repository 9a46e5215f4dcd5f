using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>Finds what is missing in a scope, from the store alone, and chooses the shape.</summary>
sealed class Planner(ISyncStore store, SyncSettings settings)
{
    /// <summary>The plan, with what is read for it now.</summary>
    public async Task<WorkPlan> PlanAsync(
        SyncRequest request,
        SyncScope scope,
        StockList stocks,
        ServiceState service,
        Task<int> remainingBudget,
        CancellationToken cancellationToken)
    {
        var facts = await PlanFacts.ReadAsync(store, request, scope, remainingBudget, cancellationToken);
        return await PlanAsync(request, scope, stocks, service, facts, cancellationToken);
    }

    /// <summary>The plan, with what was read of the same scope; only keys of days that are half there are still to be read.</summary>
    public async Task<WorkPlan> PlanAsync(
        SyncRequest request,
        SyncScope scope,
        StockList stocks,
        ServiceState service,
        PlanFacts facts,
        CancellationToken cancellationToken)
    {
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
        var chooser = new ShapeChooser(bars, stocks, service, settings, budget);
        var (marketDays, ranges, cost) = chooser.Choose(request.Shape, missing, unanswered);
        return new WorkPlan
        {
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
}
