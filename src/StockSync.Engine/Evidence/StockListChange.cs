using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>What a calendar says that no exchange ever did: a closure of weeks, or a month without a trading day.</summary>
static class CalendarCheck
{
    /// <summary>The first implausible span of closed days up to a day, or null. Only weekdays count as an end of it.</summary>
    /// <param name="days">The calendar, in order and without gaps.</param>
    /// <param name="until">The last day that is looked at: what lies ahead is a plan.</param>
    public static ClosedSpan? Find(IEnumerable<CalendarDay> days, DateOnly until)
    {
        DateOnly? from = null;
        ClosedSpan? span = null;
        foreach (var day in days)
        {
            if (day.Date > until || day.Date <= TradingCalendar.First)
                continue;
            if (day.IsTradingDay)
            {
                if (span is not null)
                    return span;
                from = null;
                continue;
            }
            from ??= day.Date;
            if (day.Date.DayNumber - from.Value.DayNumber + 1 > EvidenceLimits.ClosedDays)
                span = new ClosedSpan(from.Value, day.Date);
        }
        return span;
    }
}

/// <summary>Closed days in a row.</summary>
readonly record struct ClosedSpan(DateOnly From, DateOnly To);

/// <summary>
/// What a new stock list says otherwise than the one before. Few changes are believed at once; many wait for the same list on another Beijing day.
/// </summary>
sealed class StockListChange
{
    StockListChange(
        IReadOnlyList<StockEntry> changed, IReadOnlyList<StockEntry> sure, IReadOnlyList<StockEntry> weighty, IReadOnlyList<StockCode> gone, bool isLarge)
    {
        Changed = changed;
        Sure = sure;
        Weighty = weighty;
        Gone = gone;
        IsLarge = isLarge;
    }

    /// <summary>Entries that are new, or have other dates or another name.</summary>
    public IReadOnlyList<StockEntry> Changed { get; }

    /// <summary>Those of them that count at once: what bars prove, names, and what is listed or leaves in the course of things.</summary>
    public IReadOnlyList<StockEntry> Sure { get; }

    /// <summary>The others: with those that are gone they wait where they are many.</summary>
    public IReadOnlyList<StockEntry> Weighty { get; }

    /// <summary>Stocks that the list does not name any more. They stay known: their rows are in the table.</summary>
    public IReadOnlyList<StockCode> Gone { get; }

    /// <summary>True where so much changed that one answer is not enough.</summary>
    public bool IsLarge { get; }

    /// <summary>Compares.</summary>
    /// <param name="fetched">The service's list, with what bars prove.</param>
    /// <param name="known">The list of before; null at the first load, which nothing is compared with.</param>
    /// <param name="proven">Stocks whose entries bars prove.</param>
    public static StockListChange Of(StockList fetched, StockList? known, IReadOnlySet<StockCode> proven)
    {
        if (known is null)
            return new StockListChange([.. fetched.Entries], [], [], [], false);
        var changed = new List<StockEntry>();
        var sure = new List<StockEntry>();
        var weighty = new List<StockEntry>();
        var left = new List<StockEntry>();
        var lastEvent = LastEvent(known);
        foreach (ref readonly var entry in fetched.Entries)
        {
            int at = known.IndexOf(entry.Code);
            if (at >= 0 && (known[at] with { ReplacedBy = null }) == entry)
                continue;
            changed.Add(entry);
            var before = at < 0 ? (StockEntry?)null : known[at];
            (proven.Contains(entry.Code) || IsSure(before, entry, lastEvent) ? sure : HasLeft(before, entry, lastEvent) ? left : weighty).Add(entry);
        }
        // Fewer than one a day leave in truth; a service that says so of half a market is no course of things.
        (left.Count > 0 && left.Count <= left.Max(e => e.DelistedOn!.Value.DayNumber) - lastEvent.DayNumber ? sure : weighty).AddRange(left);
        var gone = new List<StockCode>();
        var lastFetched = LastEvent(fetched);
        foreach (ref readonly var entry in known.Entries)
        {
            // Who was taken from bars or a list of a day is younger than all that the stock list knows: it is not gone, the list is late.
            if (fetched.IndexOf(entry.Code) < 0 && entry.ReplacedBy is null && entry.ListedOn <= lastFetched)
                gone.Add(entry.Code);
        }
        return new StockListChange(changed, sure, weighty, gone, weighty.Count + gone.Count > EvidenceLimits.FewEntries(known.Count));
    }

    // A name says nothing of which bars there are; and that stocks are listed after the last day of which anything was known is the course of
    // things, however long nobody looked.
    static bool IsSure(StockEntry? before, StockEntry after, DateOnly lastEvent) => before is not { } old
        ? after.ListedOn >= lastEvent
        : old.ListedOn == after.ListedOn && old.DelistedOn == after.DelistedOn;

    static bool HasLeft(StockEntry? before, StockEntry after, DateOnly lastEvent) =>
        before is { DelistedOn: null } old && old.ListedOn == after.ListedOn && after.DelistedOn >= lastEvent;

    static DateOnly LastEvent(StockList known)
    {
        var last = DateOnly.MinValue;
        foreach (ref readonly var entry in known.Entries)
        {
            last = entry.ListedOn > last ? entry.ListedOn : last;
            last = entry.DelistedOn > last ? entry.DelistedOn.Value : last;
        }
        return last;
    }

    /// <summary>Tells one large change from another. What counts at once is no part of it: new listings do not make a change that waits another one.</summary>
    public string Digest()
    {
        var text = string.Join(
            ';',
            Weighty.Select(e => FormattableString.Invariant($"{e.Code} {e.ListedOn:yyyyMMdd} {e.DelistedOn:yyyyMMdd}"))
                .Concat(Gone.Select(c => $"-{c}")));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    /// <summary>The days on which a stock is expected by one list and was not by the one before: an interval or two.</summary>
    public static IEnumerable<(DateOnly From, DateOnly To)> Added(StockEntry? before, StockEntry after, DateOnly first, DateOnly last)
    {
        var to = after.DelistedOn is { } gone && gone.AddDays(-1) < last ? gone.AddDays(-1) : last;
        var from = after.ListedOn > first ? after.ListedOn : first;
        if (from > to)
            yield break;
        if (before is not { } old)
        {
            yield return (from, to);
            yield break;
        }
        if (from < old.ListedOn)
            yield return (from, Min(to, old.ListedOn.AddDays(-1)));
        if (old.DelistedOn is { } end && end <= to)
            yield return (Max(from, end), to);
    }

    /// <summary>
    /// The entry whose history a new code goes on with: it has the same first day, and it has left the list or been delisted by the time
    /// that the new one appears. Whether it is the same history only its bars tell.
    /// </summary>
    public static StockEntry? Predecessor(StockEntry fresh, StockList fetched, StockList known)
    {
        StockEntry? found = null;
        foreach (ref readonly var old in known.Entries)
        {
            if (old.Code == fresh.Code || old.ListedOn != fresh.ListedOn || old.ReplacedBy is not null || old.Code.Exchange != fresh.Code.Exchange)
                continue;
            int at = fetched.IndexOf(old.Code);
            if (at >= 0 && fetched[at].DelistedOn is null)
                continue;
            // Two candidates leave no way to know.
            if (found is not null)
                return null;
            found = old;
        }
        return found;
    }

    static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;

    static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;
}
