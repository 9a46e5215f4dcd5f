namespace StockSync.Engine.Sync;

/// <summary>
/// Puts every stock of a day into exactly one state, from what was expected and what is there. Pure: the proof itself, the count of the
/// table, is made in the transaction that records the day.
/// </summary>
sealed class DaySettler(
    StockList stocks, SyncScope scope, IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<StockCode, DayException>> known)
{
    static readonly Dictionary<StockCode, DayException> s_none = [];

    /// <summary>
    /// True when the stock list alone cannot settle the day: an asked stock has no row and no failure, or it is the newest day, whose
    /// listings may be younger than the stock list.
    /// </summary>
    public bool NeedsDayList(DateOnly day, DayFacts facts)
    {
        if (day == scope.Newest && scope.IsWholeMarket(day))
            return true;
        var before = Known(day);
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            if (entry.IsExpectedOn(day) && !facts.Has(i) && !facts.IsRejected(i) && !facts.HasFailed(i)
                && scope.Asks(day, entry.Code) && !IsKnownNotListed(before, entry.Code))
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
        var before = Known(day);
        var exceptions = new List<DayException>();
        int expected = 0;
        int failed = 0;
        bool hasList = listed is { Count: > 0 } && !IsHalfPublished(day, listed);
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            bool has = facts.Has(i);
            bool rejected = facts.IsRejected(i);
            bool byStockList = entry.IsExpectedOn(day);
            bool absent = hasList ? !listed!.Contains(entry.Code) : IsKnownNotListed(before, entry.Code);
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
            else if (!scope.Asks(day, entry.Code))
                // Not this run's business: it stays what an earlier run found.
                Keep(before, entry.Code, exceptions);
            else if (answered)
                exceptions.Add(new DayException(day, entry.Code, StockState.Late, ErrorIds.BarLate));
        }
        if (hasList && day == scope.Newest)
            expected += CountUnknown(day, listed!, exceptions);
        return new DayTally
        {
            Date = day,
            Expected = expected,
            Failed = failed,
            Exceptions = exceptions,
            IsProven = day != scope.Newest || hasList,
        };
    }

    // A listing of today that the stock list does not name yet: its bar is dropped as unknown, so the day cannot be complete.
    int CountUnknown(DateOnly day, IReadOnlySet<StockCode> listed, List<DayException> exceptions)
    {
        int unknown = 0;
        foreach (var code in listed)
        {
            if (stocks.IndexOf(code) >= 0)
                continue;
            unknown++;
            exceptions.Add(new DayException(day, code, StockState.Late, "NotInStockList"));
        }
        return unknown;
    }

    // List and bars of a day are published together. While both are half out, who is absent from both must not count as "not expected".
    bool IsHalfPublished(DateOnly day, IReadOnlySet<StockCode> listed)
    {
        if (!scope.IsFresh(day))
            return false;
        int expected = 0;
        int absent = 0;
        foreach (ref readonly var entry in stocks.Entries)
        {
            if (!entry.IsExpectedOn(day))
                continue;
            expected++;
            absent += listed.Contains(entry.Code) ? 0 : 1;
        }
        return absent > Math.Max(20, expected / 100);
    }

    IReadOnlyDictionary<StockCode, DayException> Known(DateOnly day) => known.TryGetValue(day, out var found) ? found : s_none;

    static void Keep(IReadOnlyDictionary<StockCode, DayException> before, StockCode code, List<DayException> exceptions)
    {
        if (before.TryGetValue(code, out var exception))
            exceptions.Add(exception);
    }

    static bool IsKnownNotListed(IReadOnlyDictionary<StockCode, DayException> before, StockCode code) =>
        before.TryGetValue(code, out var exception) && exception.State == StockState.NotListed;
}
