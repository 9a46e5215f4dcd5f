using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>
/// Asks for single stocks over recorded days, whatever the state of those days: a stock that the list names since today, an absence that is asked
/// for again, a code that bars name and the list does not. The days are put together anew from their records; no other row is read.
/// </summary>
sealed class StockFill(RunContext run, RunCommitter committer)
{
    // Stocks a transaction.
    const int Chunk = 50;

    bool _isAnew;

    /// <summary>First day that anything was asked of.</summary>
    public DateOnly From { get; private set; } = DateOnly.MaxValue;

    /// <summary>Last day.</summary>
    public DateOnly To { get; private set; } = DateOnly.MinValue;

    /// <summary>Asks for the ranges and stores what comes.</summary>
    /// <param name="ranges">Stocks and days.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <param name="isAnew">What was accepted as absent there is in doubt: the answer counts as the first one.</param>
    public async Task RunAsync(IReadOnlyList<StockCoverage> ranges, CancellationToken cancellationToken, bool isAnew = false)
    {
        _isAnew = isAnew;
        foreach (var chunk in ranges.Distinct().Chunk(Chunk))
        {
            if (run.Stop.IsRequested)
                return;
            var answers = new List<(StockCoverage Range, BarBatch Rows, RejectedRows Rejected)>();
            var round = await run.Units.RunAsync(
                chunk,
                async (range, session, token) =>
                {
                    var rows = new BarBatch(256);
                    var rejected = await session.GetStockRangeAsync(range.Code, range.From, range.To, rows, token);
                    lock (answers)
                        answers.Add((range, rows, rejected));
                },
                cancellationToken);
            foreach (var failure in round.Failures)
                await run.Observer.WarningAsync(
                    SyncStrings.FormatFillFailed($"{failure.Unit.Code}", failure.Last.Message), cancellationToken);
            if (answers.Count > 0)
                await CommitAsync(answers, cancellationToken);
        }
    }

    async Task CommitAsync(List<(StockCoverage Range, BarBatch Rows, RejectedRows Rejected)> answers, CancellationToken cancellationToken)
    {
        await IntroduceAsync(answers, cancellationToken);
        var from = answers.Min(a => a.Range.From);
        var to = answers.Max(a => a.Range.To);
        (From, To) = (From < from ? From : from, To > to ? To : to);
        var records = await run.Store.Days.GetDaysAsync(from, to, cancellationToken);
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(
            from.AddDays(-TradingCalendar.Around), TradingCalendar.Reach(to, TradingCalendar.Around), cancellationToken));
        var stored = await run.Store.Bars.ReadKeysAsync(from, to, [.. answers.Select(a => a.Range.Code).Distinct()], cancellationToken)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        await RemoveCutShortAsync(answers, stored, cancellationToken);
        if (answers.Count == 0)
            return;
        var recorded = records.Select(r => DateOnly.FromDateTime(r.Date)).ToHashSet();
        var rows = new BarBatch();
        foreach (var answer in answers)
        {
            run.NoteReturned(answer.Rows, book);
            // A row of a day that nobody has tried yet would be there without a record.
            foreach (ref readonly var row in answer.Rows.Rows)
            {
                if (recorded.Contains(row.Date))
                    rows.Add(row);
            }
        }
        rows.SortAndDistinct();
        var claims = new List<Claim>();
        var tallies = records.Select(record => Tally(record, answers, rows, stored, book, claims)).OfType<DayTally>().ToArray();
        await run.Store.Bars.PrepareRangeAsync(from, to, cancellationToken);
        await committer.CommitAsync(
            new StoreCommit
            {
                Now = run.Clock.UtcNow,
                Bars = rows,
                Days = tallies,
                Claims = claims,
                Settled = run.Returns(rows),
                Resolved = [.. answers.Select(a => a.Range)],
                Quarantined = [.. answers.SelectMany(a => a.Rejected.Rows).Where(r => recorded.Contains(r.Date))],
            },
            cancellationToken);
        await run.TellWithdrawnAsync(claims, cancellationToken);
    }

    // An answer that leaves out bars that are stored is none until another Beijing day says the same: a later run asks again.
    async Task RemoveCutShortAsync(
        List<(StockCoverage Range, BarBatch Rows, RejectedRows Rejected)> answers,
        HashSet<(DateOnly Date, StockCode Code)> stored,
        CancellationToken cancellationToken)
    {
        var cutShort = new List<Claim>();
        var keys = stored.ToLookup(key => key.Code, key => key.Date);
        foreach (var answer in answers.ToArray())
        {
            var (code, from, to) = answer.Range;
            int at = run.AllStocks.IndexOf(code);
            DateOnly[] here = [.. keys[code].Where(day => from <= day && day <= to && at >= 0 && run.AllStocks[at].IsExpectedOn(day))];
            answer.Rows.SortAndDistinct();
            var leftOut = here.Where(day => !answer.Rows.Contains(code, day) && !answer.Rejected.Rows.Any(r => r.Date == day)).Order().ToArray();
            if (EvidenceLimits.IsWitness(here.Length, leftOut.Length))
                continue;
            cutShort.Add(run.CutShort(code, leftOut[0]));
            if (run.WasCutShort(code, from, to))
                continue;
            answers.Remove(answer);
            string text = SyncStrings.FormatBarsLeftOut($"{code}", $"{from:yyyy-MM-dd}", $"{to:yyyy-MM-dd}", leftOut.Length, here.Length);
            await run.Observer.WarningAsync(SyncStrings.FormatFillFailed($"{code}", text), cancellationToken);
        }
        if (cutShort.Count > 0)
            await run.Store.Claims.PutClaimsAsync(cutShort, cancellationToken);
    }

    // A code that no list names is taken from whoever named it: its first day is that of its first bar.
    async Task IntroduceAsync(List<(StockCoverage Range, BarBatch Rows, RejectedRows Rejected)> answers, CancellationToken cancellationToken)
    {
        var fresh = new List<StockEntry>();
        foreach (var (range, rows, _) in answers)
        {
            if (!run.IsUnknown(range.Code) || (!run.Unknown.TryGetValue(range.Code, out var named) && rows.Count == 0))
                continue;
            fresh.Add(new StockEntry(
                range.Code, named.Name is { Length: > 0 } name ? name : range.Code.ToString(), rows.Count > 0 ? rows[0].Date : named.Day, null));
        }
        if (fresh.Count == 0)
            return;
        await run.Store.Reference.PutStocksAsync(fresh, [], run.Clock.UtcNow, cancellationToken);
        run.AllStocks = run.AllStocks.Replace(fresh);
        await run.Observer.WarningAsync(
            SyncStrings.FormatStocksTaken(fresh.Count, string.Join(", ", fresh.Take(10).Select(e => e.Code))), cancellationToken);
    }

    DayTally? Tally(
        SyncDay record,
        List<(StockCoverage Range, BarBatch Rows, RejectedRows Rejected)> answers,
        BarBatch rows,
        HashSet<(DateOnly Date, StockCode Code)> stored,
        KnownAbsences book,
        List<Claim> claims)
    {
        var day = DateOnly.FromDateTime(record.Date);
        Dictionary<StockCode, DayException>? exceptions = null;
        int expected = record.Expected;
        // Of two ranges that overlap the rows are together: what a day has of a stock counts once.
        var counted = new HashSet<StockCode>();
        foreach (var (range, _, rejected) in answers)
        {
            if (day < range.From || day > range.To || !counted.Add(range.Code))
                continue;
            exceptions ??= book.On(day).ToDictionary(e => e.Code);
            var known = exceptions.TryGetValue(range.Code, out var found) ? found : (DayException?)null;
            bool had = stored.Contains((day, range.Code));
            bool isCounted = had || known is { State: not StockState.NotListed };
            bool has = rows.Contains(range.Code, day);
            bool isSetAside = !has && rejected.Rows.Any(r => r.Date == day);
            exceptions.Remove(range.Code);
            if (had && !has && !isSetAside && !run.WasCutShort(range.Code, range.From, range.To))
                claims.Add(run.Withdrawn(range.Code, day));
            var now = has || had && !isSetAside ? null
                : isSetAside ? Quarantined(day, range.Code, rejected.Rows.First(r => r.Date == day).Rule)
                : Absent(day, range.Code, known);
            if (now is { } exception)
                exceptions[range.Code] = exception;
            bool counts = has || had || now is { State: not StockState.NotListed };
            expected += (counts ? 1 : 0) - (isCounted ? 1 : 0);
        }
        return exceptions is null ? null : DayReview.Tally(record, [.. exceptions.Values], expected, run);
    }

    DayException Quarantined(DateOnly day, StockCode code, string rule) =>
        new(day, code, StockState.Quarantined, rule, 1, run.Clock.Today, run.Clock.Today);

    // Null for a stock that nobody expects on the day.
    DayException? Absent(DateOnly day, StockCode code, DayException? known)
    {
        var today = run.Clock.Today;
        int at = run.AllStocks.IndexOf(code);
        bool isNamed = known is { State: StockState.Late, Reason: AbsenceReason.NamedByList or AbsenceReason.NotInStockList };
        if ((at < 0 || !run.AllStocks[at].IsExpectedOn(day)) && !isNamed)
            return null;
        if (known is { State: StockState.NotListed } accepted && (!_isAnew || accepted.Note is not null))
        {
            int checks = accepted.Checks + (accepted.LastOn < today || accepted.Checks == 0 ? 1 : 0);
            return accepted with { Checks = checks, LastOn = today, CheckOn = run.Calendar.After(today, EvidenceLimits.CheckAfter(checks)) };
        }
        int before = known is { State: StockState.Late } late ? late.Answers : 0;
        return new DayException(
            day,
            code,
            StockState.Late,
            isNamed ? known!.Value.Reason : AbsenceReason.Unconfirmed,
            before + (before == 0 || known!.Value.LastOn < today ? 1 : 0),
            before == 0 ? today : known!.Value.FirstOn,
            today,
            known?.ListDay);
    }
}
