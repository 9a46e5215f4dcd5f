namespace StockSync.Engine.Sync;

/// <summary>Finds what is missing in a scope, from the store alone, and chooses the shape.</summary>
sealed class Planner(ISyncStore store, SyncSettings settings)
{
    public async Task<WorkPlan> PlanAsync(
        SyncRequest request, SyncScope scope, StockList stocks, ServiceState service, int remainingBudget, CancellationToken cancellationToken)
    {
        var known = scope.Days.Count == 0
            ? []
            : await store.GetDaysAsync(scope.Days[0], scope.Days[^1], cancellationToken);
        var completed = known.Where(d => d.Status == SyncDayStatus.Completed).ToDictionary(d => DateOnly.FromDateTime(d.Date));
        var open = scope.Days.Where(d => request.Force || !completed.ContainsKey(d)).ToArray();

        var present = new PresenceMatrix(open, stocks.Count);
        var rows = open.Length == 0
            ? new Dictionary<DateOnly, DayRows>()
            : await store.CountRowsAsync(open[0], open[^1], cancellationToken);
        await LoadPresentAsync(open, rows, stocks, present, cancellationToken);
        var notListed = await LoadNotListedAsync(open, cancellationToken);

        var missing = new MissingBars(scope, stocks, open, present, notListed, request.Force);
        var marketDays = missing.Days();
        var ranges = missing.Ranges(await AnsweredAsync(request, cancellationToken));
        return new WorkPlan
        {
            CompleteDays = [.. scope.Days.Where(d => !request.Force && completed.ContainsKey(d)).Select(d => completed[d])],
            OpenDays = open,
            Present = present,
            RowsBefore = rows,
            NotListed = notListed,
            MarketDays = marketDays,
            StockRanges = ranges,
            Cost = CostModel.Choose(request.Shape, marketDays.Count, ranges.Count, service, settings, remainingBudget),
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
        {
            await foreach (var (date, code) in store.ReadKeysAsync(month.Min(), month.Max(), cancellationToken))
            {
                int index = stocks.IndexOf(code);
                if (index >= 0)
                    present[date, index] = true;
            }
        }
    }

    async Task<IReadOnlyDictionary<DateOnly, HashSet<StockCode>>> LoadNotListedAsync(DateOnly[] open, CancellationToken cancellationToken)
    {
        var result = new Dictionary<DateOnly, HashSet<StockCode>>();
        if (open.Length == 0)
            return result;
        foreach (var exception in await store.GetExceptionsAsync(open[0], open[^1], cancellationToken))
        {
            if (exception.State != StockState.NotListed)
                continue;
            if (!result.TryGetValue(exception.Date, out var codes))
                result.Add(exception.Date, codes = []);
            codes.Add(exception.Code);
        }
        return result;
    }

    // A stopped StockRange run left a note of each stock whose range was answered in full: it is not asked again.
    async Task<ILookup<StockCode, StockCoverage>> AnsweredAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<StockCoverage> coverage = request.Force ? [] : await store.GetCoverageAsync(cancellationToken);
        return coverage.ToLookup(c => c.Code);
    }
}
