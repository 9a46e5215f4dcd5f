using System.Diagnostics;
using System.Threading.Channels;
using StockSync.Engine.Sync.Machines;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Sync;

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
    readonly Dictionary<DateOnly, RowCounts> _counts = [];
    readonly Dictionary<(DateOnly Day, int Stock), string> _rejected = [];
    readonly Dictionary<int, StockUnit> _failed = [];

    /// <summary>What was written per day.</summary>
    public IReadOnlyDictionary<DateOnly, RowCounts> Counts => _counts;

    /// <summary>Stocks that failed both rounds, by position.</summary>
    public IReadOnlyDictionary<int, StockUnit> Failed => _failed;

    /// <summary>The rules that rows of a day broke, by stock.</summary>
    public IReadOnlyDictionary<int, string> RejectedOn(DateOnly day) =>
        _rejected.Where(r => r.Key.Day == day).ToDictionary(r => r.Key.Stock, r => r.Value);

    public bool HasRejected => _rejected.Count > 0;

    /// <summary>What other machines of the run wrote, set aside and failed to fetch.</summary>
    public void BringIn(WorkerRows rows, IEnumerable<FailedStock> failures)
    {
        foreach (var (day, counts) in rows.Counts)
            _counts[day] = _counts.GetValueOrDefault(day) + counts;
        foreach (var row in rows.Rejected)
        {
            int stock = stocks.IndexOf(row.Code);
            if (stock >= 0 && !plan.Present[row.Date, stock])
                _rejected[(row.Date, stock)] = row.Rule;
        }
        foreach (var failure in failures)
        {
            if (StockCode.TryParse(failure.Code, out var code) && stocks.IndexOf(code) is >= 0 and var stock)
                _failed[stock] = new StockUnit(stock, code, DateOnly.FromDateTime(failure.From), DateOnly.FromDateTime(failure.To), false);
        }
    }

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
                    FailPoint.Hit(FailPoint.AfterFetch);
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
            using var grace = new CancellationTokenSource(SyncRunner.StopGrace, run.Clock.Time);
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

        foreach (var (day, counts) in result.PerDay)
            _counts[day] = _counts.GetValueOrDefault(day) + counts;
        foreach (ref readonly var row in rows.Rows)
            plan.Present[row.Date, stocks.IndexOf(row.Code)] = true;
        foreach (var answer in answers)
        {
            foreach (var rejected in answer.Rejected.Rows)
                _rejected[(rejected.Date, answer.Unit.Stock)] = rejected.Rule;
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
            _failed[failure.Unit.Stock] = failure.Unit;
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
