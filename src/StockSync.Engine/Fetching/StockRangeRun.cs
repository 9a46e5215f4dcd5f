using System.Diagnostics;
using System.Threading.Channels;
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
{
    readonly AdaptiveBatch _batch = new(run.Settings.BatchSize, run.Settings.BatchMin, run.Settings.BatchMax, run.Settings.BatchStep);

    // A year of one stock.
    readonly SpareBatches _spare = new(256);

    readonly BarBatch _rows = new();
    /// <summary>What is known of the ranges so far, by which the days are settled.</summary>
    public RangeResults Results { get; } = new(stocks, plan);

    /// <summary>Two rounds over the stocks that are to be had; what fails both is recorded.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = new List<UnitFailure<StockUnit>>();
        while (!run.Stop.IsRequested)
        {
            int taken = 0;
            var failed = (await RoundAsync(ranges.TakeAsync(cancellationToken).Take(_batch.Size).Select(Counted), cancellationToken)).Failures;
            if (taken == 0)
                break;
            failures.AddRange(failed);
            int before = _batch.Size;
            if (_batch.Report(taken - failed.Count, taken))
                await run.Observer.VerboseAsync(SyncText.Get("BatchSize", before, _batch.Size), cancellationToken);
            committer.BatchSizes = _batch.History;

            StockUnit Counted(StockUnit unit)
            {
                taken++;
                return unit;
            }
        }

        var last = await TwoRounds.SecondAsync(
            run, failures, again => RoundAsync(again.ToAsyncEnumerable(), cancellationToken), cancellationToken);
        // This machine has to stop; another one may have more luck.
        await RecordAsync([.. last.Where(f => !(run.Stop.IsRequested && ranges.CanGiveBack(f.Unit)))], cancellationToken);
    }

    async Task<RoundResult<StockUnit>> RoundAsync(IAsyncEnumerable<StockUnit> units, CancellationToken cancellationToken)
    {
        var fetched = Channel.CreateBounded<StockRangeAnswer>(
            new BoundedChannelOptions(run.Settings.ThrottleLimit + 1) { SingleReader = true });
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = WriteAsync(fetched.Reader, both, cancellationToken);
        try
        {
            return await run.Units.RunAsync(
                units,
                async (unit, session, token) =>
                {
                    var rows = _spare.Take();
                    var rejected = await FetchAsync(unit, session, rows, token);
                    await fetched.Writer.WriteAsync(new StockRangeAnswer(unit, rows, rejected), token);
                },
                both.Token);
        }
        finally
        {
            fetched.Writer.Complete();
            await writing;
        }
    }

    static Task<RejectedRows> FetchAsync(StockUnit unit, IBarSession session, BarBatch rows, CancellationToken cancellationToken) =>
        SyncTelemetry.TraceAsync(
            SyncTelemetry.FetchActivity,
            ActivityKind.Client,
            activity =>
            {
                activity?.SetTag("stocksync.shape", nameof(RequestShape.StockRange)).SetTag("stocksync.code", unit.Code.ToString())
                    .SetTag("stocksync.from", $"{unit.From:yyyy-MM-dd}").SetTag("stocksync.to", $"{unit.To:yyyy-MM-dd}");
                return session.GetStockRangeAsync(unit.Code, unit.From, unit.To, rows, cancellationToken);
            });

    async Task WriteAsync(ChannelReader<StockRangeAnswer> reader, CancellationTokenSource both, CancellationToken cancellationToken)
    {
        var waiting = new List<StockRangeAnswer>();
        int rows = 0;
        long since = 0;
        async Task FlushAsync(CancellationToken token)
        {
            if (waiting.Count > 0)
                await CommitAsync(waiting, token);
            // Not before: a commit that is given up on is tried once more on the way out.
            foreach (var answer in waiting)
                _spare.Return(answer.Rows);
            waiting.Clear();
            rows = 0;
        }

        try
        {
            while (true)
            {
                var more = reader.WaitToReadAsync(cancellationToken).AsTask();
                if (waiting.Count > 0 && !more.IsCompleted)
                {
                    var left = run.Settings.CommitDelay - run.Clock.Time.GetElapsedTime(since);
                    if (left > TimeSpan.Zero)
                        await Task.WhenAny(more, Task.Delay(left, run.Clock.Time, cancellationToken));
                    if (!more.IsCompleted)
                        await FlushAsync(cancellationToken);
                }
                if (!await more)
                    break;
                while (reader.TryRead(out var answer))
                {
                    if (waiting.Count == 0)
                        since = run.Clock.Time.GetTimestamp();
                    waiting.Add(answer);
                    rows += answer.Rows.Count;
                    if (rows >= run.Settings.CommitRows || run.Clock.Time.GetElapsedTime(since) >= run.Settings.CommitDelay)
                        await FlushAsync(cancellationToken);
                }
            }
            await FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var grace = new CancellationTokenSource(RunContext.StopGrace, run.Clock.Time);
            await FlushAsync(grace.Token);
            throw;
        }
        catch
        {
            await both.CancelAsync();
            throw;
        }
    }

    async Task CommitAsync(IReadOnlyList<StockRangeAnswer> answers, CancellationToken cancellationToken)
    {
        var rows = _rows;
        rows.Clear();
        // Rows of days in between that are settled and not asked about must not slip in behind their checkpoint's back.
        foreach (var answer in answers)
        {
            // One that was accepted as absent is asked for again later in the run.
            run.NoteReturned(answer.Rows, plan.Book);
            foreach (ref readonly var row in answer.Rows.Rows)
            {
                if (plan.TakesFromRanges(row.Date))
                    rows.Add(row);
            }
        }
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
        await progress.AdvanceAsync(answers.Count, cancellationToken);
        await ranges.NoticeAsync(cancellationToken);
    }

    // Never the end that was asked for: of days the service may still be publishing, only those with a row were answered.
    StockCoverage Coverage(StockRangeAnswer answer)
    {
        var end = scope.FreshFrom <= answer.Unit.To ? scope.FreshFrom.AddDays(-1) : answer.Unit.To;
        if (answer.Rows.Count > 0 && answer.Rows[answer.Rows.Count - 1].Date is var last && last > end)
            end = last;
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
        await committer.CommitAsync(
            ranges.Finish(new StoreCommit { Now = run.Clock.UtcNow, Failures = records }, failures.Select(f => f.Unit), failed: true), cancellationToken);
        for (int i = 0; i < failures.Count; i++)
            await run.Observer.ErrorAsync(FailureError.Of(records[i], failures[i].Last), cancellationToken);
    }
}
