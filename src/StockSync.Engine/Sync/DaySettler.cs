namespace StockSync.Engine.Sync;

/// <summary>
/// Puts every stock of a day into exactly one state, from what was expected and what is there. Pure: the proof itself, the count of the
/// table, is made in the transaction that records the day.
/// </summary>
sealed class DaySettler(StockList stocks, SyncScope scope, IReadOnlyDictionary<DateOnly, HashSet<StockCode>> notListed)
{
    static readonly HashSet<StockCode> s_none = [];

    /// <summary>
    /// True when the stock list alone cannot settle the day: an asked stock has no row and no failure, or it is the newest day, whose
    /// listings may be younger than the stock list.
    /// </summary>
    public bool NeedsDayList(DateOnly day, DayFacts facts)
    {
        if (day == scope.Newest && scope.IsWholeMarket(day))
            return true;
        var known = Known(day);
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            if (entry.IsExpectedOn(day) && !facts.Has(i) && !facts.IsRejected(i) && !facts.HasFailed(i)
                && scope.Asks(day, entry.Code) && !known.Contains(entry.Code))
                return true;
        }
        return false;
    }

    /// <summary>The day's tally.</summary>
    /// <param name="day">The day.</param>
    /// <param name="facts">What the run knows of each stock.</param>
    /// <param name="listed">The service's list of the day; null where it was not asked for. An empty list proves nothing.</param>
    /// <param name="answered">False where bars or list could not be asked for: nobody is late then, only missing.</param>
    public DayTally Settle(DateOnly day, DayFacts facts, IReadOnlySet<StockCode>? listed, bool answered)
    {
        var known = Known(day);
        var exceptions = new List<DayException>();
        int expected = 0;
        int failed = 0;
        bool hasList = listed is { Count: > 0 };
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            bool has = facts.Has(i);
            bool rejected = facts.IsRejected(i);
            bool byStockList = entry.IsExpectedOn(day);
            bool absent = hasList ? !listed!.Contains(entry.Code) : known.Contains(entry.Code);
            if (!has && !rejected && absent)
            {
                if (byStockList)
                    exceptions.Add(new DayException(day, entry.Code, StockState.NotListed, "NotListed"));
                continue;
            }
            if (!has && !rejected && !byStockList && !hasList)
                continue;

            expected++;
            if (rejected)
                exceptions.Add(new DayException(day, entry.Code, StockState.Quarantined, facts.Rule(i)));
            else if (has)
                continue;
            else if (facts.HasFailed(i))
                failed++;
            else if (answered && scope.Asks(day, entry.Code))
                exceptions.Add(new DayException(day, entry.Code, StockState.Late, ErrorIds.BarLate));
        }
        return new DayTally { Date = day, Expected = expected, Failed = failed, Exceptions = exceptions };
    }

    HashSet<StockCode> Known(DateOnly day) => notListed.TryGetValue(day, out var codes) ? codes : s_none;
}
