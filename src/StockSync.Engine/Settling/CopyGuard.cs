using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>
/// Which stocks the database is a copy of, settled at the start of each run; and, once after an upgrade, the days that an older version called
/// complete and that today's rules would doubt.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="committer">Its way into the store.</param>
/// <param name="copy">The scope as it is recorded.</param>
sealed class CopyGuard(RunContext run, RunCommitter committer, CopyScope copy)
{
    // Days a transaction.
    const int Chunk = 250;

    /// <summary>The scope after <see cref="SettleAsync"/>.</summary>
    public CopyScope Copy { get; private set; } = copy;

    /// <summary>Settles the scope: derived where it was never recorded, widened or enlarged where that is asked for.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var asked = run.Request.Kind == SyncKind.Backfill ? run.Request.Codes.ToHashSet() : [];
        if (Copy.IsWhole is null)
        {
            var records = await run.Store.Days.GetDaysAsync(null, null, cancellationToken);
            var derived = records.Count == 0
                ? new CopyScope(asked.Count == 0, asked, true, true)
                : await DeriveAsync(records, cancellationToken);
            await PutAsync(derived with { IsTold = true }, cancellationToken);
            if (records.Count > 0 && derived.IsChosen)
            {
                await run.Observer.WarningAsync(SyncStrings.FormatCopyDerived(derived.Codes.Count), cancellationToken);
                await ResettleAsync(
                    records, Copy, KnownAbsences.Empty, commit => committer.CommitAsync(commit, cancellationToken), cancellationToken);
                await PutAsync(Copy with { IsChecked = true }, cancellationToken);
            }
        }
        if (Copy.IsWidenedBy(run.Request))
        {
            // What was complete for some stocks is open for the market: first the days, so that a run that dies here leaves none complete.
            var records = await run.Store.Days.GetDaysAsync(null, null, cancellationToken);
            var whole = new CopyScope(true, new HashSet<StockCode>(), true, true);
            var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken));
            // Not reported: what becomes of those that this run asks for it reports itself.
            await committer.WrittenAsync(cancellationToken);
            await ResettleAsync(records, whole, book, commit => run.Store.Bars.CommitAsync(commit, cancellationToken), cancellationToken);
            if (records.Count > 0)
                await run.Observer.WarningAsync(SyncStrings.FormatCopyWidened(Copy.Codes.Count, records.Count), cancellationToken);
            await PutAsync(whole, cancellationToken);
            HasChanged = true;
        }
        else if (Copy.IsChosen && asked.Except(Copy.Codes).ToArray() is { Length: > 0 } fresh)
        {
            Added = fresh;
            await PutAsync(Copy with { Codes = Copy.Codes.Union(fresh).ToHashSet() }, cancellationToken);
            HasChanged = true;
        }
    }

    /// <summary>Adds stocks to a copy of chosen ones.</summary>
    public async Task AddAsync(IReadOnlySet<StockCode> codes, CancellationToken cancellationToken)
    {
        Added = [.. Added, .. codes.Except(Copy.Codes)];
        await PutAsync(Copy with { Codes = Copy.Codes.Union(codes).ToHashSet() }, cancellationToken);
        HasChanged = true;
    }

    /// <summary>True where the scope changed in this run: what was read of days before is not true any more.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Stocks that came into a copy of chosen stocks with this run.</summary>
    public IReadOnlyList<StockCode> Added { get; private set; } = [];

    /// <summary>Judges by today's rules what an older version called complete; what is in doubt is open from now on.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (Copy.IsChecked)
            return;
        var records = await run.Store.Days.GetDaysAsync(null, null, cancellationToken);
        int doubted = 0;
        if (records.Count > 0)
        {
            var calendar = new TradingCalendar(await run.Store.Reference.GetCalendarAsync(TradingCalendar.First, run.Clock.Today.AddDays(TradingCalendar.Around), cancellationToken));
            var recorded = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken));
            var book = new KnownAbsences(recorded.All);
            var changed = new List<DayTally>();
            foreach (var record in records)
            {
                if (await CheckAsync(record, calendar, recorded, book, cancellationToken) is not { } tally)
                    continue;
                book.Settle([tally]);
                changed.Add(tally);
                doubted += record.Status == SyncDayStatus.Completed && tally.Exceptions.Any(e => e.State == StockState.Late) ? 1 : 0;
            }
            foreach (var chunk in changed.Chunk(Chunk))
                await committer.CommitAsync(new StoreCommit { Now = run.Clock.UtcNow, Days = chunk }, cancellationToken);
        }
        await PutAsync(Copy with { IsChecked = true }, cancellationToken);
        HasChanged |= doubted > 0;
        if (doubted > 0)
            await run.Observer.WarningAsync(SyncStrings.FormatOldDaysDoubted(doubted), cancellationToken);
    }

    async Task<DayTally?> CheckAsync(
        SyncDay record, TradingCalendar calendar, KnownAbsences recorded, KnownAbsences book, CancellationToken cancellationToken)
    {
        if (record.Status != SyncDayStatus.Completed)
            return null;
        var day = DateOnly.FromDateTime(record.Date);
        var known = recorded.On(day);
        var stocks = run.AllStocks.Within(Copy);
        int listed = stocks.CountOf(s => s.IsExpectedOn(day));
        int accounted = record.Expected + known.Count(e => stocks.IndexOf(e.Code) is >= 0 and var at && stocks[at].IsExpectedOn(day));
        var absent = known.Where(e => e.State == StockState.NotListed).Select(e => new AbsentStock(
            e.Code,
            e.LastOn,
            false,
            true,
            book.IsExcused(e.Code, calendar.Before(day)),
            recorded.Gap(e.Code, day, calendar) is { IsLong: true },
            e with { State = StockState.Late })).ToArray();
        if (absent.Length == 0 && accounted >= listed)
            return null;
        var verdict = DayJudge.Judge(day, false, record.Expected + absent.Length, absent, n => run.Calendar.After(run.Clock.Today, n));
        var exceptions = verdict.Exceptions.Concat(known.Where(e => e.State != StockState.NotListed)).ToList();
        int expected = record.Expected + verdict.Exceptions.Count(e => e.State == StockState.Late);
        if (accounted < listed)
        {
            // The list that the day was settled by was shorter than today's.
            var here = await run.Store.Bars.ReadKeysAsync(day, day, [], cancellationToken).Select(k => k.Code).ToHashSetAsync(cancellationToken: cancellationToken);
            here.UnionWith(known.Select(e => e.Code));
            foreach (var stock in stocks.Entries.ToArray().Where(s => s.IsExpectedOn(day) && !here.Contains(s.Code)))
            {
                exceptions.Add(NotAsked(stock.Code, day));
                expected++;
            }
        }
        return DayReview.Tally(record, exceptions, expected, run) with { Before = calendar.Before(day), After = calendar.After(day), Waiting = verdict.Waiting, IsProven = true };
    }

    // In doubt the smaller: a copy of which no day was ever complete and which lacks most of the market was one of chosen stocks.
    async Task<CopyScope> DeriveAsync(IReadOnlyList<SyncDay> records, CancellationToken cancellationToken)
    {
        bool isWhole = records.Any(r => r.Status == SyncDayStatus.Completed || 2 * (r.Stored + r.Suspended) > r.Expected);
        if (isWhole || records.All(r => r.Stored + r.Suspended == 0))
            return new CopyScope(true, new HashSet<StockCode>(), true, Copy.IsChecked);
        var codes = new HashSet<StockCode>();
        foreach (var month in records.Where(r => r.Stored + r.Suspended > 0).Select(r => DateOnly.FromDateTime(r.Date)).GroupBy(d => (d.Year, d.Month)))
        {
            await foreach (var (_, code) in run.Store.Bars.ReadKeysAsync(month.Min(), month.Max(), [], cancellationToken))
                codes.Add(code);
        }
        return new CopyScope(false, codes, false, Copy.IsChecked);
    }

    // Days that were judged by other stocks, judged by those of this copy; nothing is asked for that.
    async Task ResettleAsync(
        IReadOnlyList<SyncDay> records,
        CopyScope by,
        KnownAbsences book,
        Func<StoreCommit, Task> commitAsync,
        CancellationToken cancellationToken)
    {
        var stocks = run.AllStocks.Within(by);
        foreach (var chunk in records.Chunk(Chunk))
        {
            DateOnly[] days = [.. chunk.Select(r => DateOnly.FromDateTime(r.Date))];
            var present = new PresenceMatrix(days, stocks.Count);
            await PresentRows.LoadAsync(run.Store, stocks, present, days[0], days[^1], cancellationToken);
            var scope = new SyncScope { From = days[0], To = days[^1], Days = days };
            var settler = new DaySettler(stocks, scope, book, run.Calendar, run.Clock.Today);
            var tallies = chunk.Select((record, i) =>
                settler.Settle(days[i], new DayFacts(s => present[days[i], s]), null, answered: false) with { Record = record }).ToArray();
            await commitAsync(new StoreCommit { Now = run.Clock.UtcNow, Lease = run.Lease, Days = tallies });
        }
    }

    DayException NotAsked(StockCode code, DateOnly day)
    {
        var yesterday = run.Clock.Today.AddDays(-1);
        return new DayException(day, code, StockState.Late, AbsenceReason.NotAsked, 0, yesterday, yesterday);
    }

    async Task PutAsync(CopyScope scope, CancellationToken cancellationToken)
    {
        await run.Store.Claims.PutCopyAsync(scope, cancellationToken);
        Copy = scope;
    }
}
