using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>
/// Calendar and stock list from the service at the start of a run, each checked against other witnesses before it counts: the list against the
/// one before and, at first contact, against the lists of the first and the newest day; the calendar against what exchanges ever did.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="input">What is asked for and what the store knows.</param>
/// <param name="scopeOf">What is asked for, by a calendar.</param>
sealed class ReferenceFetcher(RunContext run, PlanInput input, Func<TradingCalendar, SyncScope> scopeOf)
{
    const string StockListSubject = "stock list";

    // Beijing days on which a closure longer than any must have been said.
    const int ClosureAnswers = 3;

    readonly List<Claim> _claims = [];
    readonly List<Claim> _over = [];
    readonly List<string> _warnings = [];

    // Who is said to have left and has bars after that day.
    readonly HashSet<StockCode> _doubted = [];

    /// <summary>Calendar days to be kept; null where the service was not asked for them.</summary>
    public IReadOnlyList<CalendarDay>? Calendar { get; private set; }

    /// <summary>Days that were stored as closed and are trading days now: nobody has asked for them.</summary>
    public IReadOnlyList<DateOnly> Opened { get; private set; } = [];

    /// <summary>Entries of the stock list to be kept.</summary>
    public IReadOnlyList<StockEntry> Changed { get; private set; } = [];

    /// <summary>New codes whose history may be that of another one that has left: new code and old one.</summary>
    public IReadOnlyList<(StockCode New, StockCode Old)> Successors { get; private set; } = [];

    /// <summary>Claims to be recorded.</summary>
    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>Claims that are not made any more.</summary>
    public IReadOnlyList<Claim> Over => _over;

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Asks and checks.</summary>
    public async Task<MarketReference> FetchAsync(IBarSession session, CancellationToken cancellationToken)
    {
        _claims.Clear();
        _over.Clear();
        _warnings.Clear();
        _doubted.Clear();
        // Pages are read to the end where there is nothing to compare their number with, or where fewer stocks came than are known.
        int atLeast = input.IsFirst ? int.MaxValue : input.Reference.Stocks?.CountOf(s => s.ReplacedBy is null) ?? 0;
        var fetched = new StockList(await ReferenceLoader.StocksAsync(session, atLeast, cancellationToken));
        ReferenceLoader.CheckCodes(
            [.. run.Request.Codes, .. run.Request.Targets.Select(t => t.Code).OfType<StockCode>()], fetched, input.Reference.Stocks);
        var calendar = input.Reference.Calendar ?? await CalendarAsync(session, cancellationToken);
        var stocks = input.IsFirst
            ? await FirstAsync(fetched, calendar, session, atLeast, cancellationToken)
            : Compared(await DoubtedAsync(fetched, cancellationToken));
        return new MarketReference(calendar, stocks, input.Reference.Calendar is null);
    }

    // Rule 6: a first list that does not name who stands in the lists of the days themselves is short. Of a copy of chosen stocks only they matter.
    async Task<StockList> FirstAsync(
        StockList fetched, TradingCalendar calendar, IBarSession session, int atLeast, CancellationToken cancellationToken)
    {
        var scope = scopeOf(calendar);
        if (scope.Days.Count == 0)
            return Kept(fetched, [.. fetched.Entries]);
        DateOnly first = scope.Days[0];
        DateOnly last = scope.Days[^1];
        var lists = new Dictionary<DateOnly, IReadOnlyList<ListedStock>>();
        foreach (var day in (DateOnly[])[first, last])
        {
            if (!lists.ContainsKey(day))
                lists.Add(day, await session.GetListedStocksAsync(day, cancellationToken));
        }
        run.FirstLists = lists.Count;
        if (Missing(fetched, lists).Count > 0)
            fetched = new StockList(await ReferenceLoader.StocksAsync(session, atLeast, cancellationToken));
        // Settling the days does not ask for these lists again.
        foreach (var (day, listed) in lists)
            run.Lists[day] = Asked(listed).Select(l => l.Code).ToHashSet();
        var missing = Missing(fetched, lists);
        if (missing.Count == 0)
            return Kept(fetched, [.. fetched.Entries]);
        _warnings.Add(SyncStrings.FormatStockListShort(missing.Count, fetched.Count, string.Join(", ", missing.Take(10).Select(m => m.Stock.Code))));
        var entries = new List<StockEntry>();
        foreach (var (day, stock) in missing)
        {
            int at = fetched.IndexOf(stock.Code);
            var entry = at >= 0 ? fetched[at] : new StockEntry(stock.Code, stock.Name.Length > 0 ? stock.Name : stock.Code.ToString(), day, null);
            entries.Add(entry with { ListedOn = Min(entry.ListedOn, day), DelistedOn = entry.DelistedOn <= day ? null : entry.DelistedOn });
            // Who is named at the end only may have been listed anywhere in between: asked for by itself, back to the start.
            if (at < 0 && day != first)
                run.Unknown[stock.Code] = (stock.Name, day);
        }
        var whole = fetched.Replace(entries);
        return Kept(whole, [.. whole.Entries]);
    }

    IEnumerable<ListedStock> Asked(IReadOnlyList<ListedStock> listed) =>
        run.Request.Codes.Count == 0 ? listed : listed.Where(s => run.Request.Codes.Contains(s.Code));

    List<(DateOnly Day, ListedStock Stock)> Missing(StockList fetched, Dictionary<DateOnly, IReadOnlyList<ListedStock>> lists)
    {
        var missing = new Dictionary<StockCode, (DateOnly, ListedStock)>();
        foreach (var (day, listed) in lists.OrderBy(l => l.Key))
        {
            foreach (var stock in Asked(listed))
            {
                int at = fetched.IndexOf(stock.Code);
                if (at < 0 || !fetched[at].IsExpectedOn(day))
                    missing.TryAdd(stock.Code, (day, stock));
            }
        }
        return [.. missing.OrderBy(m => m.Key).Select(m => m.Value)];
    }

    // Rule 5: a list may change; much of it at once only after a second Beijing day.
    StockList Compared(StockList fetched)
    {
        if (input.Reference.Stocks is not { } before)
            return Kept(fetched, [.. fetched.Entries]);
        var change = StockListChange.Of(fetched, before, _doubted);
        // What a person accepted stays to be seen, and codes that are gone stay gone.
        if (!change.IsLarge && Waiting is { } settled)
            _over.Add(settled);
        var counting = change.IsLarge && !IsSaidAgain(change) ? change.Sure : change.Changed;
        var successors = new List<(StockCode, StockCode)>();
        foreach (var entry in counting.Where(e => before.IndexOf(e.Code) < 0))
        {
            if (StockListChange.Predecessor(entry, fetched, before) is { } old)
                successors.Add((entry.Code, old.Code));
        }
        Successors = successors;
        // A code that is gone stays known: its rows are in the table. What another code has taken the place of stays marked.
        var changed = counting.Select(e => before.IndexOf(e.Code) is >= 0 and var at ? e with { ReplacedBy = before[at].ReplacedBy } : e).ToArray();
        return Kept(before.Replace(changed), changed);
    }

    // Rule 5: who has bars after the day on which it is said to have left has not left, except for another code.
    async Task<StockList> DoubtedAsync(StockList fetched, CancellationToken cancellationToken)
    {
        if (input.Reference.Stocks is not { } before)
            return fetched;
        var left = new Dictionary<StockCode, DateOnly>();
        var replaced = new HashSet<StockCode>();
        var recently = run.Clock.Today.AddDays(-TradingCalendar.Around);
        foreach (ref readonly var entry in fetched.Entries)
        {
            // Also of what was taken over already: the bars may have come since.
            int at = before.IndexOf(entry.Code);
            if (at >= 0 && before[at].ReplacedBy is null && entry.DelistedOn is { } day && (before[at].DelistedOn != day || day >= recently))
                left.Add(entry.Code, day);
            if (at < 0 && StockListChange.Predecessor(entry, fetched, before) is { } old)
                replaced.Add(old.Code);
        }
        if (left.Count == 0)
            return fetched;
        await foreach (var (day, code) in run.Store.Bars.ReadKeysAsync(left.Values.Min(), run.Clock.Today, left.Keys, cancellationToken))
        {
            if (day >= left[code] && !replaced.Contains(code))
                _doubted.Add(code);
        }
        if (_doubted.Count == 0)
            return fetched;
        _warnings.Add(SyncStrings.FormatDelistingDoubted(_doubted.Count, string.Join(", ", _doubted.Order().Take(10))));
        return fetched.Replace(_doubted.Select(code => fetched[fetched.IndexOf(code)] with { DelistedOn = Before(code) }));

        DateOnly? Before(StockCode code) => before[before.IndexOf(code)].DelistedOn is { } known && known != left[code] ? known : null;
    }

    // The change of the stock list that waits; those that a person accepted are kept beside it, with their notes.
    Claim? Waiting => run.Claims.FirstOrDefault(c => c is { Kind: ClaimKind.StockList, AcceptedAt: null });

    bool IsSaidAgain(StockListChange change)
    {
        string digest = change.Digest();
        var same = run.Claims.FirstOrDefault(c => c.Kind == ClaimKind.StockList && c.Digest == digest);
        if (same?.AcceptedAt is not null)
            return true;
        _claims.Add(new Claim
        {
            Kind = ClaimKind.StockList,
            Subject = Waiting?.Subject
                ?? (run.Claim(ClaimKind.StockList, StockListSubject) is null ? StockListSubject : $"{StockListSubject} {run.Clock.Today.Text()}"),
            Digest = digest,
            Detail = FormattableString.Invariant($"{change.Weighty.Count} entries new or changed, {change.Gone.Count} gone"),
            FirstOn = run.Clock.Today,
            LastOn = run.Clock.Today,
        });
        if (same is not null && (same.Answers >= 2 || same.LastOn < run.Clock.Today))
            return true;
        _warnings.Add(SyncStrings.FormatStockListChanged(change.Weighty.Count, change.Gone.Count));
        return false;
    }

    StockList Kept(StockList stocks, IReadOnlyList<StockEntry> changed)
    {
        Changed = changed;
        return stocks;
    }

    // Rule 9. What no exchange ever did is a claim; a day with recorded bars is a trading day whatever the calendar says.
    async Task<TradingCalendar> CalendarAsync(IBarSession session, CancellationToken cancellationToken)
    {
        var days = await ReferenceLoader.CalendarAsync(session, input.Range, run.Clock, cancellationToken);
        var traded = input.Known.Where(d => d.Stored > 0).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        var kept = days.Select(d => traded.Contains(d.Date) ? d with { IsTradingDay = true } : d).ToArray();
        var doubtful = new HashSet<DateOnly>();
        // A plan like that is no plan either: days ahead that are not kept are unknown, and a schedule does not sleep over them.
        var until = kept.Length > 0 ? kept[^1].Date : run.Clock.Today;
        var accepted = new HashSet<DateOnly>();
        while (CalendarCheck.Find(kept.Where(d => !doubtful.Contains(d.Date) && !accepted.Contains(d.Date)), until) is { } span)
        {
            bool isSaidAgain = IsSaidAgain(span);
            if (isSaidAgain)
                _warnings.Add(SyncStrings.FormatClosureAccepted($"{span.From:yyyy-MM-dd}", $"{span.To:yyyy-MM-dd}"));
            for (var day = span.From; day <= span.To; day = day.AddDays(1))
                (isSaidAgain && day <= run.Clock.Today ? accepted : doubtful).Add(day);
            if (!isSaidAgain && input.Range.From <= span.To && span.From <= input.Range.To)
                _warnings.Add(SyncStrings.FormatClosureDoubted($"{span.From:yyyy-MM-dd}", $"{span.To:yyyy-MM-dd}"));
        }
        Calendar = [.. kept.Where(d => !doubtful.Contains(d.Date))];
        var calendar = new TradingCalendar(Calendar);
        Opened = [.. input.Reference.Days.Where(d => !d.IsTradingDay && d.Date >= input.Range.From && calendar.IsTradingDay(d.Date)).Select(d => d.Date)];
        if (doubtful.Any(d => input.Range.From <= d && d <= input.Range.To) && calendar.Between(input.Range.From, input.Range.To).Length == 0)
        {
            throw new StockSyncException(
                ErrorIds.CalendarDoubtful,
                ErrorKind.InvalidData,
                SyncStrings.FormatCalendarDoubtful($"{input.Range.From:yyyy-MM-dd}", $"{input.Range.To:yyyy-MM-dd}"),
                SyncStrings.CalendarDoubtfulAdvice);
        }
        return calendar;
    }

    // A closure that goes on is a day longer each day: it is known by its first day.
    bool IsSaidAgain(ClosedSpan span)
    {
        string first = span.From.Text();
        var earlier = run.Claims.FirstOrDefault(c => c.Kind == ClaimKind.Calendar && c.Subject.StartsWith(first, StringComparison.Ordinal));
        int answers = earlier is null ? 1 : earlier.Answers + (earlier.LastOn < run.Clock.Today ? 1 : 0);
        // The answer that makes it count is counted too.
        if (earlier is null or { AcceptedAt: null, Answers: < ClosureAnswers })
        {
            string subject = earlier?.Subject ?? $"{first} {span.To.Text()}";
            _claims.Add(new Claim
            {
                Kind = ClaimKind.Calendar,
                Subject = subject,
                Digest = subject,
                Detail = "closed for longer than the exchanges ever were",
                FirstOn = run.Clock.Today,
                LastOn = run.Clock.Today,
            });
        }
        return earlier?.AcceptedAt is not null || answers >= ClosureAnswers;
    }

    static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;
}
