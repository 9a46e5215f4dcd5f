using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What the table lacks of a scope, and as which units of stocks it would be asked for.</summary>
sealed class MissingBars(
    SyncScope scope,
    StockList stocks,
    IReadOnlyList<DateOnly> open,
    PresenceMatrix present,
    KnownAbsences known,
    bool force)
{
    /// <summary>True for an older day that lacks many stocks and is asked for again as a whole.</summary>
    public bool AsksWhole(DateOnly day) => scope.Doubted.Contains(day);

    /// <summary>All that is missing.</summary>
    public MissingMatrix Find()
    {
        var missing = new MissingMatrix(open, stocks.Count);
        int[] asked = [.. scope.Codes.Select(stocks.IndexOf).Where(i => i >= 0)];
        for (int d = 0; d < open.Count; d++)
        {
            var day = open[d];
            if (scope.IsWholeMarket(day))
            {
                for (int i = 0; i < stocks.Count; i++)
                {
                    if (stocks[i].IsExpectedOn(day))
                        missing.Set(d, i);
                }
            }
            else
            {
                foreach (int i in asked)
                {
                    if (stocks[i].IsExpectedOn(day) && scope.Asks(day, stocks[i].Code))
                        missing.Set(d, i);
                }
            }
            if (!force)
                Subtract(day, d, missing);
        }
        if (!force)
            Account(missing);
        return missing;
    }

    /// <summary>The same without the cells that a stopped run was answered for today: their bars were not in the answer.</summary>
    public MissingMatrix Without(MissingMatrix missing, IReadOnlyList<StockCoverage> answered)
    {
        if (answered.Count == 0)
            return missing;
        var rest = missing.Copy();
        foreach (var (code, from, to) in answered)
        {
            if (stocks.IndexOf(code) is not (>= 0 and var stock))
                continue;
            for (int d = LowerBound(open, from); d < open.Count && open[d] <= to; d++)
                rest.Clear(d, stock);
        }
        return rest;
    }

    /// <summary>For each stock the span from its first to its last missing day, without those that are asked for as market days.</summary>
    public IReadOnlyList<StockUnit> Units(MissingMatrix missing, ReadOnlySpan<bool> marketDays)
    {
        var first = new int[stocks.Count];
        var last = new int[stocks.Count];
        var anyRow = new ulong[(stocks.Count + 63) / 64];
        Array.Fill(first, -1);
        for (int d = 0; d < open.Count; d++)
        {
            var row = present.Row(open[d]);
            for (int w = 0; w < row.Length; w++)
                anyRow[w] |= row[w];
            if (marketDays[d])
                continue;
            foreach (int stock in missing.Of(d))
            {
                if (first[stock] < 0)
                    first[stock] = d;
                last[stock] = d;
            }
        }
        var units = new List<StockUnit>();
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i] < 0)
                continue;
            bool hasRows = (anyRow[i >> 6] & (1UL << (i & 63))) != 0 || IsBroken(first[i], last[i]);
            units.Add(new StockUnit(i, stocks[i].Code, open[first[i]], open[last[i]], hasRows));
        }
        return units;
    }

    /// <summary>Trading days of the scope from one open day to another, both included: the rows that a range brings at most.</summary>
    public int Span(DateOnly from, DateOnly to) => LowerBound(scope.Days, to.AddDays(1)) - LowerBound(scope.Days, from);

    void Subtract(DateOnly day, int d, MissingMatrix missing)
    {
        var row = missing.Row(d);
        var here = present.Row(day);
        for (int w = 0; w < row.Length; w++)
            row[w] &= ~here[w];
    }

    // Who is accepted as absent is not missing; whose bar was set aside is, although an older one may be stored.
    void Account(MissingMatrix missing)
    {
        foreach (var absence in known.All)
        {
            if (absence.State == StockState.Late || stocks.IndexOf(absence.Code) is not (>= 0 and var stock))
                continue;
            for (int d = LowerBound(open, absence.From); d < open.Count && open[d] <= absence.To; d++)
            {
                if (!scope.Asks(open[d], absence.Code))
                    continue;
                if (absence.State == StockState.Quarantined)
                    missing.Set(d, stock);
                else if (!scope.AsksAnew(open[d], absence.Code))
                    missing.Clear(d, stock);
            }
        }
    }

    // A span that crosses days which are complete (not open, so not in the matrix) meets their rows again.
    bool IsBroken(int first, int last) => Span(open[first], open[last]) != last - first + 1;

    static int LowerBound(IReadOnlyList<DateOnly> days, DateOnly day)
    {
        int low = 0;
        int high = days.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (days[middle] < day)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}

/// <summary>
/// Holes that a run found in days long published: the service names a stock for the day and its answer left the bar out, or sent it broken.
/// One answer may be cut short or damaged on its way; such bars are asked for once more before the run ends.
/// </summary>
static class Holes
{
    /// <summary>True for a day whose holes are worth a second question: the service is not expected to add to it by itself.</summary>
    public static bool AreIn(SyncDay day, SyncScope scope) => day.Status != SyncDayStatus.Completed
        && day.Late + day.Quarantined > 0
        && !scope.IsFresh(DateOnly.FromDateTime(day.Date));

    /// <summary>Requests that a second question may take: who is absent for years is not worth more in one run.</summary>
    public const int Most = 50;

    /// <summary>The scope of the second question, or null where nothing is to be asked. Short gaps come first.</summary>
    /// <param name="scope">What the run was about.</param>
    /// <param name="days">Days of it with holes, in order.</param>
    /// <param name="book">What is recorded of stocks without a row.</param>
    /// <param name="calendar">The trading days.</param>
    public static SyncScope? Scope(SyncScope scope, IReadOnlyList<DateOnly> days, KnownAbsences book, TradingCalendar calendar)
    {
        var wanted = days.ToHashSet();
        var open = book.All.Where(a => !a.IsAccepted && a.Answers > 0)
            .Select(a => (Absence: a, Days: calendar.Between(a.From, a.To).ToArray().Where(d => wanted.Contains(d) && scope.Asks(d, a.Code)).ToArray()))
            .Where(a => a.Days.Length > 0)
            .OrderBy(a => a.Days.Length).ThenBy(a => a.Absence.Code).ThenBy(a => a.Absence.From)
            .ToArray();
        var chosen = open;
        int stocks = open.Select(a => a.Absence.Code).Distinct().Count();
        int lacking = open.SelectMany(a => a.Days).Distinct().Count();
        if (Math.Min(stocks, lacking) > Most)
        {
            var few = open.Select(a => a.Absence.Code).Distinct().Take(Most).ToHashSet();
            chosen = [.. open.Where(a => few.Contains(a.Absence.Code))];
        }
        if (chosen.Length == 0)
            return null;
        var holes = new SyncScope
        {
            From = days[0],
            To = days[^1],
            Newest = scope.Newest,
            FreshFrom = scope.FreshFrom,
            Days = [.. chosen.SelectMany(a => a.Days).Distinct().Order()],
        };
        foreach (var (absence, missing) in chosen)
            holes.AddRange(absence.Code, missing[0], missing[^1]);
        return holes;
    }
}
