using System.Diagnostics;
using System.Threading.Channels;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Sync;

/// <summary>
/// Works through stocks, each with its whole missing span, in batches whose size adapts. Rows are committed as they come, with a note of
/// each stock that was answered in full; the days are settled when all stocks are through.
/// </summary>
sealed class StockRangeRun(RunContext run, RunCommitter committer, SyncScope scope, StockList stocks, WorkPlan plan, ProgressReporter progress)
{
    readonly Dictionary<DateOnly, RowCounts> _counts = [];
    readonly Dictionary<(DateOnly Day, int Stock), string> _rejected = [];
    readonly Dictionary<int, UnitFailure<StockUnit>> _failed = [];

    /// <summary>What was written per day.</summary>
    public IReadOnlyDictionary<DateOnly, RowCounts> Counts => _counts;

    /// <summary>Stocks that failed both rounds, by position.</summary>
    public IReadOnlyDictionary<int, UnitFailure<StockUnit>> Failed => _failed;

    /// <summary>The rules that rows of a day broke, by stock.</summary>
    public IReadOnlyDictionary<int, string> RejectedOn(DateOnly day) =>
        _rejected.Where(r => r.Key.Day == day).ToDictionary(r => r.Key.Stock, r => r.Value);

    public bool HasRejected => _rejected.Count > 0;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var settings = run.Settings;
        var batch = new AdaptiveBatch(settings.BatchSize, settings.BatchMin, settings.BatchMax, settings.BatchStep);
        var failures = new List<UnitFailure<StockUnit>>();
        var units = plan.StockRanges;
        for (int next = 0; next < units.Count && !run.Stop.IsRequested;)
        {
            var taken = units.Skip(next).Take(batch.Size).ToArray();
            next += taken.Length;
            var failed = (await RoundAsync(taken, cancellationToken)).Failures;
            failures.AddRange(failed);
            int before = batch.Size;
            if (batch.Report(taken.Length - failed.Count, taken.Length))
                await run.Observer.VerboseAsync(SyncText.Get("BatchSize", before, batch.Size), cancellationToken);
            committer.BatchSizes = batch.History;
        }

        await RecordAsync(
            await TwoRounds.SecondAsync(run, failures, again => RoundAsync(again, cancellationToken), cancellationToken), cancellationToken);
    }

    async Task<RoundResult<StockUnit>> RoundAsync(IReadOnlyList<StockUnit> units, CancellationToken cancellationToken)
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
                    var rows = new BarBatch();
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
        var rows = new BarBatch();
        // Rows of days in between that are settled and not asked about must not slip in behind their checkpoint's back.
        foreach (var answer in answers)
        {
            foreach (ref readonly var row in answer.Rows.Rows)
            {
                if (plan.TakesFromRanges(row.Date))
                    rows.Add(row);
            }
        }
        rows.SortAndDistinct();
        var covered = answers.Where(a => !plan.IsOwed(a.Unit)).Select(Coverage).Where(c => c.From <= c.To).ToArray();
        progress.Current($"{answers[^1].Unit.Code}");
        var result = await committer.CommitAsync(
            new StoreCommit
            {
                Now = run.Clock.UtcNow,
                Bars = rows,
                ExpectNew = answers.All(a => !a.Unit.HasRows),
                Covered = covered,
                Resolved = [.. answers.Select(a => new StockCoverage(a.Unit.Code, a.Unit.From, a.Unit.To))],
                Quarantined = [.. answers.SelectMany(a => a.Rejected.Rows).Where(r => plan.TakesFromRanges(r.Date))],
            },
            cancellationToken);

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
    }

    // Never the end that was asked for: of days the service may still be publishing, only those with a row were answered.
    StockCoverage Coverage(StockRangeAnswer answer)
    {
        var end = scope.Newest is { } newest ? newest.AddDays(-SyncScope.SettledAfterDays) : answer.Unit.To;
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
            _failed[failure.Unit.Stock] = failure;
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
        await committer.CommitAsync(new StoreCommit { Now = run.Clock.UtcNow, Failures = records }, cancellationToken);
        for (int i = 0; i < failures.Count; i++)
            await run.Observer.ErrorAsync(FailureError.Of(records[i], failures[i].Last), cancellationToken);
    }
}
