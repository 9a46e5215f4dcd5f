using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>
/// Judges days again at the end of a run, when the days around them are known: gaps of months are settled by a few lists of days, and short ones
/// by the second answer. Of the rows nothing is read; a day is put together from its record and from what is recorded of stocks without a row.
/// </summary>
sealed class DayReview(RunContext run, RunCommitter committer, SyncScope scope)
{
    // Days a transaction: it holds no rows.
    const int Chunk = 250;

    readonly SortedDictionary<DateOnly, DayTally> _changed = [];
    readonly Dictionary<DateOnly, int> _listSizes = [];
    readonly HashSet<DateOnly> _opened = [];

    /// <summary>The tally of a recorded day with other stocks without a row than its record was made with.</summary>
    /// <param name="record">The record.</param>
    /// <param name="exceptions">The stocks without a row now.</param>
    /// <param name="expected">Stocks that must have a row now.</param>
    /// <param name="run">The run.</param>
    public static DayTally Tally(SyncDay record, IReadOnlyList<DayException> exceptions, int expected, RunContext run) =>
        Tally(record, exceptions, expected, run.Calendar, run.Calendar.LatestDue(run.Clock, run.Settings.PublishTime));

    /// <summary>The same where there is no run.</summary>
    public static DayTally Tally(
        SyncDay record, IReadOnlyList<DayException> exceptions, int expected, TradingCalendar calendar, DateOnly? newest)
    {
        var day = DateOnly.FromDateTime(record.Date);
        bool isNewest = day == newest;
        return new DayTally
        {
            Date = day,
            Expected = expected,
            Failed = record.Failed,
            Exceptions = exceptions,
            Waiting = record.Waiting,
            Before = calendar.Before(day),
            After = calendar.After(day),
            Record = record,
            // The newest day as a whole needs the service's own list of it.
            IsProven = !isNewest || record.Status == SyncDayStatus.Completed || record.Answers == 0 || record.ListSize > 0,
        };
    }

    /// <summary>The same for days of which nothing is known to have changed but rows.</summary>
    public static async Task<IReadOnlyList<DayTally>> RetallyAsync(RunContext run, IReadOnlyList<DateOnly> days, CancellationToken cancellationToken)
    {
        var wanted = days.ToHashSet();
        var records = await run.Store.Days.GetDaysAsync(days.Min(), days.Max(), cancellationToken);
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(days.Min(), days.Max(), cancellationToken));
        return
        [
            .. records.Where(r => wanted.Contains(DateOnly.FromDateTime(r.Date)))
                .Select(r => Tally(r, book.On(DateOnly.FromDateTime(r.Date)), r.Expected, run)),
        ];
    }

    /// <summary>Reviews the days of the scope and those that gaps reach to from there.</summary>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="mostLists">Lists of days that may be asked for.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    public async Task RunAsync(DateOnly from, DateOnly to, int mostLists, CancellationToken cancellationToken)
    {
        var absences = await run.Store.Absences.GetAbsencesAsync(
            from.AddDays(-TradingCalendar.Around), TradingCalendar.Reach(to, TradingCalendar.Around), cancellationToken);
        var open = absences.Where(a => IsQuestion(a.State, a.Reason, a.Answers) && a.From <= to && a.To >= from).ToList();
        var named = absences.Where(a => IsNamed(a) && a.From <= to && a.To >= from).ToList();
        if (open.Count + named.Count == 0)
            return;
        var stored = new KnownAbsences(absences);
        var book = new KnownAbsences(absences);
        if (!run.Stop.IsRequested && mostLists > 0)
            await AskAsync(open, named, book, mostLists, cancellationToken);
        DateOnly[] days =
            [.. open.SelectMany(a => run.Calendar.Between(a.From, a.To).ToArray()).Union(_listSizes.Keys).Union(_opened).Order()];
        if (days.Length == 0)
            return;
        var records = (await run.Store.Days.GetDaysAsync(days[0], days[^1], cancellationToken)).ToDictionary(r => DateOnly.FromDateTime(r.Date));
        int many = 0;
        foreach (var day in days)
        {
            if (records.TryGetValue(day, out var record))
                many += Judge(day, record, stored, book);
        }
        foreach (var chunk in _changed.Values.Chunk(Chunk))
            await committer.CommitAsync(new StoreCommit { Now = run.Clock.UtcNow, Days = chunk }, cancellationToken);
        if (many > 0)
            await run.Observer.WarningAsync(SyncStrings.FormatManyAbsencesAccepted(many), cancellationToken);
    }

    /// <summary>True where a day of a range has a stock without a row that may be excused, or that a list names.</summary>
    public static bool HasQuestions(KnownAbsences book, DateOnly from, DateOnly to) =>
        book.All.Any(a => (IsQuestion(a.State, a.Reason, a.Answers) || IsNamed(a)) && a.From <= to && a.To >= from);

    static bool IsNamed(Absence absence) => absence is { State: StockState.Late, Reason: AbsenceReason.NamedByList };

    static bool IsQuestion(StockState state, string reason, int answers) =>
        state == StockState.Late && answers > 0 && reason is not (AbsenceReason.NotInStockList or AbsenceReason.NamedByList);

    int Judge(DateOnly day, SyncDay record, KnownAbsences stored, KnownAbsences book)
    {
        var before = run.Calendar.Before(day);
        var recorded = stored.On(day);
        var known = book.On(day);
        var absent = known.Where(IsAbsence).Select(e => new AbsentStock(
            e.Code,
            e.State == StockState.Late && e.Answers > 0 ? e.LastOn : null,
            e.Reason == AbsenceReason.NamedByList,
            e.ListDay == day,
            book.IsExcused(e.Code, before),
            book.Gap(e.Code, day, run.Calendar) is { IsLong: true },
            e)).ToArray();
        int counted = recorded.Count(e => e.State != StockState.NotListed);
        int expected = record.Expected + known.Count - counted;
        var verdict = DayJudge.Judge(day, scope.IsFresh(day), expected, absent, n => run.Calendar.After(run.Clock.Today, n));
        DayException[] exceptions = [.. known.Where(e => !IsAbsence(e)), .. verdict.Exceptions];
        bool isSame = verdict.Waiting == record.Waiting && exceptions.OrderBy(e => e.Code).SequenceEqual(recorded.OrderBy(e => e.Code));
        if (isSame && !_listSizes.ContainsKey(day))
            return 0;
        var tally = Tally(record, exceptions, record.Expected - counted + exceptions.Count(e => e.State != StockState.NotListed), run) with
        {
            Waiting = verdict.Waiting,
            ListSize = _listSizes.TryGetValue(day, out int size) ? size : null,
        };
        book.Settle([tally]);
        _changed[day] = tally;
        return verdict.AcceptedMany;
    }

    static bool IsAbsence(DayException e) => e.State is StockState.Late or StockState.NotListed && e.Reason != AbsenceReason.NotInStockList;

    // As few lists as meet every gap that none was asked for: one a day on which the gap that ends first ends.
    async Task AskAsync(List<Absence> open, List<Absence> named, KnownAbsences book, int most, CancellationToken cancellationToken)
    {
        var last = run.Calendar.Before(scope.FreshFrom);
        var days = new List<DateOnly>();
        var gaps = open.Select(a => book.Gap(a.Code, a.From, run.Calendar)).OfType<AbsenceGap>().Distinct()
            .Where(g => !g.HasList && !g.IsNamed && g.From <= last).OrderBy(g => g.To).ThenBy(g => g.From);
        foreach (var gap in gaps)
        {
            var end = gap.To < last ? gap.To : last!.Value;
            if (days.Count == most)
                break;
            if (!days.Exists(d => gap.From <= d && d <= end))
                days.Add(end);
        }
        // A list that named somebody who has no bar is asked for again, too: it may have been put right.
        days.AddRange(named.Where(a => a.To <= last).Select(a => a.To).Distinct().Except(days).OrderDescending().Take(most - days.Count));
        var lists = new Dictionary<DateOnly, IReadOnlySet<StockCode>>();
        var round = await run.Units.RunAsync(
            days.Order().ToArray(),
            async (day, session, token) =>
            {
                var listed = await session.GetListedStocksAsync(day, token);
                lock (lists)
                    lists[day] = run.NoteListed(listed, day);
            },
            cancellationToken);
        foreach (var failure in round.Failures)
            await run.Observer.WarningAsync(SyncStrings.FormatDayListFailed($"{failure.Unit:yyyy-MM-dd}", failure.Last.Message), cancellationToken);
        // An empty list is no witness.
        foreach (var (day, listed) in lists.Where(l => l.Value.Count > 0))
            await NoteAsync(day, listed, book, cancellationToken);
    }

    async Task NoteAsync(DateOnly day, IReadOnlySet<StockCode> listed, KnownAbsences book, CancellationToken cancellationToken)
    {
        _listSizes[day] = listed.Count;
        var known = book.On(day);
        // Rule 3: whom a list names within a gap that was accepted, for him the whole gap opens.
        var gaps = known.Where(e => e is { State: StockState.NotListed, Note: null } && listed.Contains(e.Code))
            .Select(e => book.AcceptedAround(e.Code, day, run.Calendar)).OfType<StockCoverage>().ToArray();
        Settle(day, [.. known.Select(e => Heard(e, listed)), .. await StrangersAsync(day, listed, known, cancellationToken)], book);
        foreach (var gap in gaps)
        {
            foreach (var other in run.Calendar.Between(gap.From, gap.To).ToArray().Where(d => d != day))
            {
                Settle(other, [.. book.On(other).Select(e => e.Code == gap.Code ? Opened(e.Code, other, AbsenceReason.Unconfirmed) : e)], book);
                _opened.Add(other);
            }
        }
    }

    void Settle(DateOnly day, IReadOnlyList<DayException> exceptions, KnownAbsences book) => book.Settle(
        [new DayTally { Date = day, Expected = 0, Before = run.Calendar.Before(day), After = run.Calendar.After(day), Exceptions = exceptions }]);

    // What a list of the day says about a stock without a row: whom it names opens, though it was accepted as absent; whom it names no more waits.
    DayException Heard(DayException e, IReadOnlySet<StockCode> listed) => (e.State, listed.Contains(e.Code)) switch
    {
        (StockState.Late, _) when e.Reason == AbsenceReason.NotInStockList => e,
        (StockState.Late, true) => e with { Reason = AbsenceReason.NamedByList },
        (StockState.Late, false) => e with { Reason = e.Reason == AbsenceReason.NamedByList ? AbsenceReason.Unconfirmed : e.Reason, ListDay = e.Date },
        (StockState.NotListed, true) when e.Note is null => Opened(e.Code, e.Date, AbsenceReason.NamedByList),
        _ => e,
    };

    // Rule 4: whom the list names and nobody waits for, because the stock list does not know it or has other dates.
    async Task<IReadOnlyList<DayException>> StrangersAsync(
        DateOnly day, IReadOnlySet<StockCode> listed, IReadOnlyList<DayException> known, CancellationToken cancellationToken)
    {
        StockCode[] strangers =
        [
            .. listed.Where(code => run.Copies(code) && run.AllStocks.IndexOf(code) is var at
                && (at < 0 || (run.AllStocks[at].ReplacedBy is null && !run.AllStocks[at].IsExpectedOn(day)))).Except(known.Select(e => e.Code)).Order(),
        ];
        if (strangers.Length == 0)
            return [];
        var here = await run.Store.Bars.ReadKeysAsync(day, day, strangers, cancellationToken).Select(k => k.Code)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        return [.. strangers.Where(c => !here.Contains(c)).Select(c => Opened(c, day, run.IsUnknown(c) ? AbsenceReason.NotInStockList : AbsenceReason.NamedByList))];
    }

    // Asked for by the next run.
    DayException Opened(StockCode code, DateOnly day, string reason)
    {
        var yesterday = run.Clock.Today.AddDays(-1);
        return new DayException(day, code, StockState.Late, reason, 0, yesterday, yesterday);
    }
}
