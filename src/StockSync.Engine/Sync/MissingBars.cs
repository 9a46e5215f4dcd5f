namespace StockSync.Engine.Sync;

/// <summary>What the table lacks of a scope, seen by day and seen by stock.</summary>
sealed class MissingBars(
    SyncScope scope,
    StockList stocks,
    IReadOnlyList<DateOnly> open,
    PresenceMatrix present,
    IReadOnlyDictionary<DateOnly, IReadOnlyDictionary<StockCode, DayException>> known,
    bool force)
{
    /// <summary>The days on which at least one asked stock is missing.</summary>
    public IReadOnlyList<DateOnly> Days()
    {
        var days = new List<DateOnly>();
        foreach (var day in open)
        {
            for (int i = 0; i < stocks.Count; i++)
            {
                if (IsMissing(day, i))
                {
                    days.Add(day);
                    break;
                }
            }
        }
        return days;
    }

    /// <summary>For each stock the span from its first to its last missing day, unless that span was answered already.</summary>
    public IReadOnlyList<StockUnit> Ranges(ILookup<StockCode, StockCoverage> answered)
    {
        var units = new List<StockUnit>();
        for (int i = 0; i < stocks.Count; i++)
        {
            DateOnly? first = null;
            DateOnly last = default;
            bool hasRows = false;
            foreach (var day in open)
            {
                if (IsMissing(day, i))
                {
                    first ??= day;
                    last = day;
                }
                hasRows |= present[day, i];
            }
            if (first is not { } from)
                continue;
            var code = stocks[i].Code;
            if (!answered[code].Any(a => a.From <= from && last <= a.To))
                units.Add(new StockUnit(i, code, from, last, hasRows || IsBroken(from, last)));
        }
        return units;
    }

    bool IsMissing(DateOnly day, int stock)
    {
        ref readonly var entry = ref stocks[stock];
        return entry.IsExpectedOn(day)
            && scope.Asks(day, entry.Code)
            && (force || (!present[day, stock] && !IsNotListed(day, entry.Code)));
    }

    bool IsNotListed(DateOnly day, StockCode code) =>
        known.TryGetValue(day, out var exceptions) && exceptions.TryGetValue(code, out var exception) && exception.State == StockState.NotListed;

    // A span that crosses days which are complete (not open, so not in the matrix) meets their rows again.
    bool IsBroken(DateOnly from, DateOnly last)
    {
        var days = scope.Days;
        int span = 0;
        int openInSpan = 0;
        foreach (var day in days)
            span += day >= from && day <= last ? 1 : 0;
        foreach (var day in open)
            openInSpan += day >= from && day <= last ? 1 : 0;
        return span != openInSpan;
    }
}
