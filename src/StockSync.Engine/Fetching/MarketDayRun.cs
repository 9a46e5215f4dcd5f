using System.Buffers;
using System.Collections;
using System.Diagnostics;
using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Fetching;

/// <summary>
/// Works through days, each fetched whole. A day's rows are checked against its neighbour, settled, and committed with its checkpoint.
/// </summary>
sealed class MarketDayRun(
    RunContext run,
    RunCommitter committer,
    SyncScope scope,
    StockList stocks,
    WorkPlan plan,
    IUnitQueue<DateOnly> days,
    ProgressReporter progress)
    : IAnswerWriter<MarketDayUnit>
{
    readonly DaySettler _settler = new(stocks, scope, plan.Book, run.Calendar, run.Clock.Today);

    readonly MarketDayGuard _guard = new(run, stocks);

    readonly ArrayPool<BarRow> _room = AnswerRoom.Create();

    readonly CommitBuffer _buffer = new(run.Settings, run.Settings.CommitDays - (run.Settings.CommitDays / 2), run.Clock.Time);

    public TimeSpan? Left => _buffer.Left;

    /// <summary>Two rounds over the days that are to be had; what fails both is recorded.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (plan.MarketDays is [var earliest, ..])
            _guard.Begin(earliest, cancellationToken);
        // Of the days that may have to be asked for again when the process dies, one half is written while the other is fetched; of rows that
        // wait between no more than a transaction has.
        int ahead = Math.Max(1, Math.Min(run.Settings.CommitDays / 2, run.Settings.CommitRows / Math.Max(1, stocks.Count)));
        var pump = new FetchPump<MarketDayUnit, MarketDayUnit>(run, _ => 1, ahead, FetchAsync, this);
        var failures = await pump.RunAsync(
            async token =>
            {
                var first = await pump.RoundAsync(days.TakeAsync(token).Select(d => new MarketDayUnit(d)), token);
                return await pump.SecondRoundAsync(first.Failures, token);
            },
            cancellationToken);
        await RecordAsync(failures, cancellationToken);
    }

    Task<MarketDayUnit> FetchAsync(MarketDayUnit unit, IBarSession session, CancellationToken cancellationToken) => SyncTelemetry.TraceAsync(
        SyncTelemetry.FetchActivity,
        ActivityKind.Client,
        async activity =>
        {
            activity?.SetTag("stocksync.shape", nameof(RequestShape.MarketDay)).SetTag("stocksync.from", $"{unit.Day:yyyy-MM-dd}");
            await AskAsync(unit, session, cancellationToken);
            return unit;
        });

    async Task AskAsync(MarketDayUnit unit, IBarSession session, CancellationToken cancellationToken)
    {
        if (unit.Rows is null)
        {
            var rows = new BarBatch(_room);
            unit.Rejected = await session.GetMarketDayAsync(unit.Day, rows, cancellationToken);
            unit.Unknown = run.NoteUnknown(rows, unit.Day);
            // A stock that the list does not name is asked for by itself later in the run; one that is not of this copy never enters.
            rows.Keep(code => stocks.IndexOf(code) >= 0);
            rows.SortAndDistinct();
            await _guard.CheckAsync(unit, rows, session, cancellationToken);
            unit.Rows = rows;
        }
        if (unit.Doubt is not null)
            return;
        unit.Listed ??= run.Lists.GetValueOrDefault(unit.Day);
        if (unit.Listed is null && _settler.NeedsDayList(unit.Day, Facts(unit)))
        {
            var listed = await session.GetListedStocksAsync(unit.Day, cancellationToken);
            unit.Listed = run.NoteListed(listed, unit.Day);
        }
    }

    DayFacts Facts(MarketDayUnit unit)
    {
        var here = new BitArray(stocks.Count);
        foreach (ref readonly var row in unit.Rows!.Rows)
            here[stocks.IndexOf(row.Code)] = true;
        var rejected = new Dictionary<int, string>();
        foreach (var row in unit.Rejected.Rows)
        {
            int index = stocks.IndexOf(row.Code);
            if (index >= 0)
                rejected[index] = row.Rule;
        }
        return new DayFacts(i => here[i] || plan.Present[unit.Day, i], rejected)
        {
            UnknownRows = unit.Unknown,
            IsUnknown = run.IsUnknown,
            WasListed = plan.WasListed(unit.Day),
            IsWhole = true,
        };
    }

    public async Task AddAsync(MarketDayUnit unit, CancellationToken cancellationToken)
    {
        if (unit.Corrected is not null)
        {
            await FlushAsync(isLast: false, cancellationToken);
            await CorrectAsync(unit, cancellationToken);
        }
        bool isNew = !plan.RowsBefore.ContainsKey(unit.Day);
        if (!_buffer.IsEmpty && _buffer.ExpectNew != isNew)
            await FlushAsync(isLast: false, cancellationToken);
        Keep(unit);
        if (_buffer.IsFull)
            await FlushAsync(isLast: false, cancellationToken);
    }

    public void Keep(MarketDayUnit unit)
    {
        var facts = Facts(unit);
        var (stored, leftOut) = unit.Doubt is null ? LeftOut(unit) : (0, []);
        bool isWitness = EvidenceLimits.IsWitness(stored, leftOut.Count);
        var tally = unit.Doubt is null
            ? _settler.Settle(unit.Day, facts, unit.Listed, answered: isWitness)
            : _settler.Settle(unit.Day, facts, null, answered: false) with { Reason = $"in doubt: {unit.Doubt.Detail}" };
        _buffer.Add(unit.Rows!, tally, unit.Doubt is null ? unit.Rejected.Rows : [], !plan.RowsBefore.ContainsKey(unit.Day));
        // They stay, and it is told: whether they go is not decided by one answer, and by an empty one nothing is.
        Claim[] withdrawn = unit.Rows!.Count == 0 ? [] : [.. leftOut.Select(code => run.Withdrawn(code, unit.Day))];
        _buffer.AddClaims(unit.Doubt is null ? withdrawn : [unit.Doubt], Over(unit));
        run.NoteReturned(unit.Rows!, plan.Book);
        plan.Book.Settle([tally]);
        unit.Rows!.Release();
        unit.Rows = null;
    }

    // How many bars of the day are stored, and those of them that the answer does not hold any more.
    (int Stored, List<StockCode> LeftOut) LeftOut(MarketDayUnit unit)
    {
        int stored = 0;
        var leftOut = new List<StockCode>();
        if (!plan.RowsBefore.ContainsKey(unit.Day))
            return (stored, leftOut);
        foreach (int stock in new SetBits(plan.Present.Row(unit.Day)))
        {
            stored++;
            var code = stocks[stock].Code;
            if (stocks[stock].IsExpectedOn(unit.Day) && !unit.Rows!.Contains(code, unit.Day) && !unit.Rejected.Rows.Any(r => r.Code == code))
                leftOut.Add(code);
        }
        return (stored, leftOut);
    }

    // What was claimed of the day before and is not so any more.
    List<Claim> Over(MarketDayUnit unit)
    {
        if (run.Claims.Count == 0 || unit.Doubt is not null)
            return [];
        string day = $"{unit.Day:yyyy-MM-dd}";
        return
        [
            .. run.Claims.Where(c => c.Kind == ClaimKind.MarketDay && c.Subject == day && c.AcceptedAt is null),
            .. run.Returns(unit.Rows!),
        ];
    }

    // The day before was wrong, and fits as it is answered now: its rows are put right where it is recorded.
    async Task CorrectAsync(MarketDayUnit unit, CancellationToken cancellationToken)
    {
        var rows = unit.Corrected!;
        unit.Corrected = null;
        var day = rows[0].Date;
        var tallies = await DayReview.RetallyAsync(run, [day], cancellationToken);
        var result = await committer.CommitAsync(
            new StoreCommit { Now = run.Clock.UtcNow, Bars = rows, Days = tallies }, cancellationToken);
        await run.Observer.WarningAsync(
            SyncStrings.FormatDayCorrected($"{day:yyyy-MM-dd}", result.Rows.Updated, $"{unit.Day:yyyy-MM-dd}"), cancellationToken);
    }

    public async Task FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (_buffer.IsEmpty)
            return;
        var commit = _buffer.Commit() with { Now = run.Clock.UtcNow, IsSingle = plan.MarketDays.Count == 1 };
        commit = commit with { IsFirstAttempt = commit.Days.All(d => !plan.Recorded.Contains(d.Date)), Neighbours = Neighbours(commit.Days) };
        commit = days.Finish(commit, commit.Days.Select(d => d.Date));
        progress.Current($"{commit.Days[^1].Date:yyyy-MM}");
        // Cleared only then: a transaction that was cancelled is tried once more on the way out.
        var committing = committer.CommitAsync(
            commit,
            cancellationToken,
            () =>
            {
                MarkPresent(commit.Bars!);
                _buffer.Clear();
            });
        // After the transaction has begun, so that it is not this which takes the connection at hand.
        if (isLast)
            run.Alerts?.Begin(cancellationToken);
        await committing;
        await ReportAsync(commit.Claims, cancellationToken);
        await progress.AdvanceAsync(commit.Days.Count, cancellationToken);
        await days.NoticeAsync(cancellationToken);
    }

    // For a day that is committed in one go: what its absences go on from.
    List<Absence> Neighbours(IReadOnlyList<DayTally> tallies) => tallies is [{ Before: { } before } tally]
        ? [.. tally.Exceptions.Select(e => plan.BookBefore.Find(e.Code, before)).OfType<Absence>().Where(a => a.To == before)]
        : [];

    async Task ReportAsync(IReadOnlyList<Claim> claims, CancellationToken cancellationToken)
    {
        foreach (var doubt in claims.Where(c => c.Kind == ClaimKind.MarketDay))
            await run.Observer.WarningAsync(SyncStrings.FormatDayInDoubt(doubt.Subject, doubt.Detail), cancellationToken);
        await run.TellWithdrawnAsync(claims, cancellationToken);
    }

    void MarkPresent(BarBatch bars)
    {
        foreach (ref readonly var row in bars.Rows)
            plan.Present[row.Date, stocks.IndexOf(row.Code)] = true;
    }

    async Task RecordAsync(IReadOnlyList<UnitFailure<MarketDayUnit>> failures, CancellationToken cancellationToken)
    {
        foreach (var failure in failures)
        {
            var day = failure.Unit.Day;
            // This machine has to stop; another one may have more luck.
            if (run.Stop.IsRequested && days.CanGiveBack(day))
                continue;
            if (failure.Unit.Rows is not null)
            {
                await RecordWithoutListAsync(failure, cancellationToken);
                continue;
            }
            var date = day.ToDateTime(TimeOnly.MinValue);
            var facts = new DayFacts(i => plan.Present[day, i], hasFailed: i => scope.Asks(day, stocks[i].Code));
            var failed = new FailedStock
            {
                Code = FailedStock.WholeMarket,
                From = date,
                To = date,
                Reason = failure.Last.ErrorId,
                Attempts = failure.Attempts,
                FirstError = failure.First.Message,
                LastError = failure.Last.Message,
                FirstFailedAt = run.Clock.UtcNow,
                LastFailedAt = run.Clock.UtcNow,
                RunId = run.RunId,
            };
            var commit = new StoreCommit
            {
                Now = run.Clock.UtcNow,
                Days = [_settler.Settle(day, facts, null, answered: false)],
                Failures = [failed],
            };
            await committer.CommitAsync(days.Finish(commit, [day], failed: true), cancellationToken);
            await run.Observer.ErrorAsync(FailureError.Of(failed, failure.Last), cancellationToken);
        }
    }

    // The bars are here, only the service's list of the day is not: they are stored, and the day stays open.
    async Task RecordWithoutListAsync(UnitFailure<MarketDayUnit> failure, CancellationToken cancellationToken)
    {
        var unit = failure.Unit;
        var commit = new StoreCommit
        {
            Now = run.Clock.UtcNow,
            Bars = unit.Rows,
            ExpectNew = !plan.RowsBefore.ContainsKey(unit.Day),
            Days = [_settler.Settle(unit.Day, Facts(unit), null, answered: false)],
            Quarantined = unit.Rejected.Rows,
        };
        await committer.CommitAsync(days.Finish(commit, [unit.Day]), cancellationToken);
        await run.Observer.WarningAsync(SyncStrings.FormatDayListFailed($"{unit.Day:yyyy-MM-dd}", failure.Last.Message), cancellationToken);
    }
}
