using System.Buffers;
using System.Collections.Concurrent;
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
/// Works through stocks, each with its whole missing span, in batches whose size adapts. Rows are committed as they come, with a note of
/// each stock that was answered in full; the days are settled when all stocks are through.
/// </summary>
sealed class StockRangeRun(
    RunContext run,
    RunCommitter committer,
    SyncScope scope,
    StockList stocks,
    WorkPlan plan,
    IUnitQueue<StockUnit> ranges,
    ProgressReporter progress)
    : IAnswerWriter<StockRangeAnswer>
{
    readonly AdaptiveBatch _batch = new(run.Settings.BatchSize, run.Settings.BatchMin, run.Settings.BatchMax, run.Settings.BatchStep);

    // An answer without a row takes room too.
    const int SmallAnswer = 100;

    readonly ArrayPool<BarRow> _room = AnswerRoom.Create();

    // What waits for its transaction: the rows of all answers together, and what else is known of each.
    readonly BarBatch _rows = new();
    readonly List<WaitingAnswer> _waiting = [];
    readonly List<Claim> _settled = [];
    readonly ConcurrentDictionary<StockUnit, Claim> _cutShort = [];
    int _waitingRows;
    long _since;

    public TimeSpan? Left => _waiting.Count == 0 ? null : run.Settings.CommitDelay - run.Clock.Time.GetElapsedTime(_since);

    /// <summary>What is known of the ranges so far, by which the days are settled.</summary>
    public RangeResults Results { get; } = new(stocks, plan);

    /// <summary>Two rounds over the stocks that are to be had; what fails both is recorded.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // While a transaction is written, no more waits than what a quick service sends of years meanwhile.
        var pump = new FetchPump<StockUnit, StockRangeAnswer>(
            run, answer => answer.Rows.Count + SmallAnswer, run.Settings.CommitRows / 4, FetchAsync, this);
        var last = await pump.RunAsync(token => FetchAllAsync(pump, token), cancellationToken);
        // This machine has to stop; another one may have more luck.
        await RecordAsync([.. last.Where(f => !(run.Stop.IsRequested && ranges.CanGiveBack(f.Unit)))], cancellationToken);
    }

    // Batch by batch. The next one does not wait until the last one's answers are written.
    async Task<IReadOnlyList<UnitFailure<StockUnit>>> FetchAllAsync(FetchPump<StockUnit, StockRangeAnswer> pump, CancellationToken cancellationToken)
    {
        var failures = new List<UnitFailure<StockUnit>>();
        while (!run.Stop.IsRequested)
        {
            int taken = 0;
            var failed = (await pump.RoundAsync(ranges.TakeAsync(cancellationToken).Take(_batch.Size).Select(Counted), cancellationToken)).Failures;
            if (taken == 0)
                break;
            failures.AddRange(failed);
            int before = _batch.Size;
            if (_batch.Report(taken - failed.Count, taken))
                await run.Observer.VerboseAsync(SyncStrings.FormatBatchSize(before, _batch.Size), cancellationToken);
            committer.BatchSizes = _batch.History;

            StockUnit Counted(StockUnit unit)
            {
                taken++;
                return unit;
            }
        }
        return await pump.SecondRoundAsync(failures, cancellationToken);
    }

    Task<StockRangeAnswer> FetchAsync(StockUnit unit, IBarSession session, CancellationToken cancellationToken) => SyncTelemetry.TraceAsync(
        SyncTelemetry.FetchActivity,
        ActivityKind.Client,
        async activity =>
        {
            activity?.SetTag("stocksync.shape", nameof(RequestShape.StockRange)).SetTag("stocksync.code", unit.Code.ToString())
                .SetTag("stocksync.from", $"{unit.From:yyyy-MM-dd}").SetTag("stocksync.to", $"{unit.To:yyyy-MM-dd}");
            var rows = new BarBatch(_room);
            var rejected = await session.GetStockRangeAsync(unit.Code, unit.From, unit.To, rows, cancellationToken);
            return new StockRangeAnswer(unit, rows, rejected, await LeftOutAsync(unit, rows, rejected, cancellationToken));
        });

    // The stored bars that the answer does not hold: only they can tell that it was cut short, and that what else is not in it is not absent.
    async Task<IReadOnlyList<DateOnly>> LeftOutAsync(StockUnit unit, BarBatch rows, RejectedRows rejected, CancellationToken cancellationToken)
    {
        rows.SortAndDistinct();
        var lacking = Lacking(unit, rows, rejected);
        // A day that is not open is complete: what it may lack is recorded. Nothing is read for an answer that fits what is known.
        if (!lacking.Any(day => plan.Present.Contains(day) ? plan.Present[day, unit.Stock] : !plan.Book.IsExcused(unit.Code, day)))
            return [];
        var stored = await run.Store.Bars.ReadKeysAsync(unit.From, unit.To, [unit.Code], cancellationToken)
            .Select(key => key.Date).Where(day => stocks[unit.Stock].IsExpectedOn(day)).ToHashSetAsync(cancellationToken: cancellationToken);
        DateOnly[] leftOut = [.. lacking.Where(stored.Contains)];
        if (EvidenceLimits.IsWitness(stored.Count, leftOut.Length))
            return leftOut;
        _cutShort[unit] = run.CutShort(unit.Code, leftOut[0]);
        // Said again on another Beijing day it counts like any answer, and the bars stay.
        if (run.WasCutShort(unit.Code, unit.From, unit.To))
            return [leftOut[0]];
        rows.Release();
        // Not transient: a service that is thin now is so in a minute. The next attempt of the day asks again.
        throw new StockSyncException(
            ErrorIds.SourceIncomplete,
            ErrorKind.InvalidData,
            SyncStrings.FormatBarsLeftOut($"{unit.Code}", $"{unit.From:yyyy-MM-dd}", $"{unit.To:yyyy-MM-dd}", leftOut.Length, stored.Count),
            target: $"{unit.Code}");
    }

    // The trading days on which the stock was listed and of which the answer, in order of days, has no row.
    List<DateOnly> Lacking(StockUnit unit, BarBatch rows, RejectedRows rejected)
    {
        var lacking = new List<DateOnly>();
        int next = 0;
        foreach (var day in run.Calendar.Between(unit.From, unit.To))
        {
            while (next < rows.Count && rows[next].Date < day)
                next++;
            if ((next == rows.Count || rows[next].Date != day) && stocks[unit.Stock].IsExpectedOn(day) && !rejected.Rows.Any(r => r.Date == day))
                lacking.Add(day);
        }
        return lacking;
    }

    public async Task AddAsync(StockRangeAnswer answer, CancellationToken cancellationToken)
    {
        Keep(answer);
        if (_waitingRows >= run.Settings.CommitRows || Left <= TimeSpan.Zero)
            await FlushAsync(isLast: false, cancellationToken);
    }

    public void Keep(StockRangeAnswer answer)
    {
        if (_waiting.Count == 0)
            _since = run.Clock.Time.GetTimestamp();
        // One that was accepted as absent is asked for again later in the run.
        run.NoteReturned(answer.Rows, plan.Book);
        _settled.AddRange(run.Returns(answer.Rows));
        // Rows of days in between that are settled and not asked about must not slip in behind their checkpoint's back.
        foreach (ref readonly var row in answer.Rows.Rows)
        {
            if (plan.TakesFromRanges(row.Date))
                _rows.Add(row);
        }
        _waiting.Add(new WaitingAnswer(answer.Unit, answer.Rows.Count > 0 ? answer.Rows[answer.Rows.Count - 1].Date : null, answer.Rejected, answer.LeftOut));
        _waitingRows += answer.Rows.Count;
        answer.Rows.Release();
    }

    public async Task FlushAsync(bool isLast, CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
            await CommitAsync(_waiting, cancellationToken);
        // Not before: a commit that is given up on is tried once more on the way out.
        _rows.Clear();
        _waiting.Clear();
        _settled.Clear();
        _waitingRows = 0;
    }

    async Task CommitAsync(IReadOnlyList<WaitingAnswer> answers, CancellationToken cancellationToken)
    {
        var rows = _rows;
        rows.SortAndDistinct();
        var covered = answers.Where(a => !plan.IsOwed(a.Unit)).Select(Coverage).Where(c => c.From <= c.To).ToArray();
        progress.Current($"{answers[^1].Unit.Code}");
        var commit = new StoreCommit
        {
            Now = run.Clock.UtcNow,
            Bars = rows,
            ExpectNew = answers.All(a => !a.Unit.HasRows),
            Covered = covered,
            Resolved = [.. answers.Select(a => new StockCoverage(a.Unit.Code, a.Unit.From, a.Unit.To))],
            Quarantined = [.. answers.SelectMany(a => a.Rejected.Rows).Where(r => plan.TakesFromRanges(r.Date))],
            // They stay, and it is told: whether they go is not decided by one answer.
            Claims = [.. answers.SelectMany(Withdrawn)],
            Settled = [.. _settled],
        };
        var result = await committer.CommitAsync(ranges.Finish(commit, answers.Select(a => a.Unit)), cancellationToken);

        Results.Add(result.PerDay);
        foreach (ref readonly var row in rows.Rows)
            plan.Present[row.Date, stocks.IndexOf(row.Code)] = true;
        foreach (var answer in answers)
        {
            foreach (var rejected in answer.Rejected.Rows)
                Results.Reject(rejected.Date, answer.Unit.Stock, rejected.Rule);
        }
        await run.TellWithdrawnAsync(commit.Claims, cancellationToken);
        await progress.AdvanceAsync(answers.Count, cancellationToken);
        await ranges.NoticeAsync(cancellationToken);
    }

    IEnumerable<Claim> Withdrawn(WaitingAnswer answer) => answer.LeftOut.Select(
        day => _cutShort.GetValueOrDefault(answer.Unit) ?? run.Withdrawn(answer.Unit.Code, day));

    // Never the end that was asked for: of days the service may still be publishing, only those with a row were answered.
    StockCoverage Coverage(WaitingAnswer answer)
    {
        var end = scope.FreshFrom <= answer.Unit.To ? scope.FreshFrom.AddDays(-1) : answer.Unit.To;
        if (answer.Last > end)
            end = answer.Last.Value;
        return new StockCoverage(answer.Unit.Code, answer.Unit.From, end < answer.Unit.To ? end : answer.Unit.To);
    }

    async Task RecordAsync(IReadOnlyList<UnitFailure<StockUnit>> failures, CancellationToken cancellationToken)
    {
        if (failures.Count == 0)
            return;
        var records = new List<FailedStock>();
        foreach (var failure in failures)
        {
            Results.Fail(failure.Unit);
            records.Add(new FailedStock
            {
                Code = failure.Unit.Code.ToString(),
                Exchange = failure.Unit.Code.Exchange,
                From = failure.Unit.From.ToDateTime(TimeOnly.MinValue),
                To = failure.Unit.To.ToDateTime(TimeOnly.MinValue),
                Reason = failure.Last.ErrorId,
                Attempts = failure.Attempts,
                FirstError = failure.First.Message,
                LastError = failure.Last.Message,
                FirstFailedAt = run.Clock.UtcNow,
                LastFailedAt = run.Clock.UtcNow,
                RunId = run.RunId,
            });
        }
        var claims = failures.Where(f => f.Last.ErrorId == ErrorIds.SourceIncomplete).Select(f => _cutShort[f.Unit]).ToArray();
        await committer.CommitAsync(
            ranges.Finish(new StoreCommit { Now = run.Clock.UtcNow, Failures = records, Claims = claims }, failures.Select(f => f.Unit), failed: true), cancellationToken);
        for (int i = 0; i < failures.Count; i++)
            await run.Observer.ErrorAsync(FailureError.Of(records[i], failures[i].Last), cancellationToken);
    }
}

/// <summary>The answer to one stock's request, on its way to the store.</summary>
/// <param name="Unit">What was asked.</param>
/// <param name="Rows">Its bars.</param>
/// <param name="Rejected">Its rows that were set aside.</param>
/// <param name="LeftOut">Days of stored bars that it does not hold, a few at most.</param>
sealed record StockRangeAnswer(StockUnit Unit, BarBatch Rows, RejectedRows Rejected, IReadOnlyList<DateOnly> LeftOut);

/// <summary>An answer whose rows lie with those of others already.</summary>
/// <param name="Unit">What was asked.</param>
/// <param name="Last">The day of its last row; null where it had none.</param>
/// <param name="Rejected">Its rows that were set aside.</param>
/// <param name="LeftOut">Days of stored bars that it does not hold.</param>
readonly record struct WaitingAnswer(StockUnit Unit, DateOnly? Last, RejectedRows Rejected, IReadOnlyList<DateOnly> LeftOut);

/// <summary>
/// The size of the next batch of stocks: grows after a good batch, shrinks after a bad one, between the two it stays. It only decides how
/// many of the stocks still waiting are taken next, so every stock comes exactly once whatever the rates are.
/// </summary>
sealed class AdaptiveBatch(int start, int min, int max, int step)
{
    /// <summary>Above this share of successes the batch grows.</summary>
    public const double Good = 0.95;

    /// <summary>Below this share it shrinks.</summary>
    public const double Bad = 0.85;

    readonly List<int> _sizes = [Math.Clamp(start, min, max)];

    public int Size => _sizes[^1];

    /// <summary>All sizes so far, as the run's record shows them.</summary>
    public string History => string.Join(' ', _sizes);

    /// <summary>Learns from a batch; an empty one counts as good. True when the size changed.</summary>
    public bool Report(int succeeded, int total)
    {
        double rate = total == 0 ? 1 : (double)succeeded / total;
        int next = rate > Good ? Size + step : rate < Bad ? Size - step : Size;
        next = Math.Clamp(next, min, max);
        if (next == Size)
            return false;
        _sizes.Add(next);
        return true;
    }
}
