using System.Diagnostics;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Settling;

/// <summary>
/// The only way of a run into the store: adds the run's identity, lease and counters to a commit, and reports the days it settled. Commits come one after the other: a run has one writer.
/// </summary>
sealed class RunCommitter(RunContext run)
{
    readonly SortedDictionary<DateOnly, SyncDay> _held = [];
    readonly SortedDictionary<DateOnly, SyncDay> _days = [];
    readonly Dictionary<DateOnly, RowCounts> _earlier = [];
    Task _before = Task.CompletedTask;

    /// <summary>Days that are not reported yet because the run comes back to them; null holds nothing back.</summary>
    public Func<SyncDay, bool>? HoldsBack { get; set; }

    /// <summary>The days held back, in order.</summary>
    public IReadOnlyList<DateOnly> Held => [.. _held.Keys];

    /// <summary>The days that the run was asked for: only they are reported, and told of. Null for all.</summary>
    public IReadOnlySet<DateOnly>? Reported { get; set; }

    public string? BatchSizes { get; set; }

    /// <summary>A write that goes on while the service is waited for. One comes after the other, and all before the next commit.</summary>
    public void Before(Func<Task> write) => _before = AfterAsync(_before, write);

    /// <summary>Waits for those writes; what one of them met comes out here.</summary>
    public Task WrittenAsync(CancellationToken cancellationToken) => _before.WaitAsync(cancellationToken);

    /// <summary>The days settled by this run.</summary>
    public HashSet<DateOnly> Settled { get; } = [];

    /// <summary>The same as they are now, in order.</summary>
    public IEnumerable<SyncDay> Days => _days.Values;

    public int DaysCompleted => _days.Values.Count(d => d.Status == SyncDayStatus.Completed);

    /// <summary>True where the run left a day complete.</summary>
    public bool IsCompleted(DateOnly day) => _days.TryGetValue(day, out var known) && known.Status == SyncDayStatus.Completed;

    public long Inserted { get; private set; }

    /// <summary>True once a failure was recorded.</summary>
    public bool HasFailures { get; private set; }

    /// <summary>Remembers rows of days that are settled later, by another plan: they are of this run all the same.</summary>
    public void Earlier(IReadOnlyDictionary<DateOnly, RowCounts> counts)
    {
        foreach (var (day, rows) in counts)
            _earlier[day] = _earlier.GetValueOrDefault(day) + rows;
    }

    /// <summary>Commits and reports.</summary>
    /// <param name="commit">What to write.</param>
    /// <param name="cancellationToken">Cancels the transaction, or the report of what it settled.</param>
    /// <param name="committed">Called between the two: a report that is cancelled must not look like a transaction that was.</param>
    public async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken, Action? committed = null)
    {
        await WrittenAsync(cancellationToken);
        var whole = commit with
        {
            RunId = run.RunId,
            Lease = run.Lease,
            WorkerId = run.WorkerId,
            Now = run.Clock.UtcNow,
            Counters = Counters(),
            EarlierCounts = WithHeld(commit),
            Days = run.Copy.IsChosen ? [.. commit.Days.Select(d => d with { MayBeEmpty = true })] : commit.Days,
        };
        var result = await StoreAsync(whole, cancellationToken);
        run.Joined.Notice(result.Workers);
        Inserted += result.Rows.Inserted;
        HasFailures |= commit.Failures.Count > 0;
        Interlocked.Add(ref run.RowsStored, result.Rows.Total);
        committed?.Invoke();
        await ReportAsync(result.Days, cancellationToken);
        return result;
    }

    /// <summary>Reports days that another machine of the run has settled.</summary>
    public Task TakeOverAsync(IReadOnlyList<SyncDay> days, CancellationToken cancellationToken) => ReportAsync(days, cancellationToken);

    /// <summary>Reports what was held back and not settled again.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        HoldsBack = null;
        foreach (var day in _held.Values)
            await run.Observer.DayAsync(day, cancellationToken);
        _held.Clear();
    }

    static async Task AfterAsync(Task before, Func<Task> write)
    {
        await before;
        await write();
    }

    /// <summary>What the run has used so far.</summary>
    public RunCounters Counters() => new()
    {
        Requests = run.RequestBudget.Requests,
        Retries = Volatile.Read(ref run.Retries),
        BytesIn = run.RequestBudget.BytesIn,
        BytesOut = run.RequestBudget.BytesOut,
        SourceErrors = run.RequestBudget.Errors,
        LatencyP50 = run.RequestBudget.BarLatency(0.5),
        LatencyP95 = run.RequestBudget.BarLatency(0.95),
        FetchTime = run.RequestBudget.FetchTime,
        StoreTime = run.Times.Store,
        WaitTime = run.Times.Wait,
        BatchSizes = BatchSizes,
    };

    async Task ReportAsync(IReadOnlyList<SyncDay> days, CancellationToken cancellationToken)
    {
        foreach (var day in days)
        {
            var date = DateOnly.FromDateTime(day.Date);
            if (Reported?.Contains(date) == false)
            {
                await run.Observer.VerboseAsync(SyncStrings.FormatOtherDay($"{date:yyyy-MM-dd}", day.Status, day.Reason), cancellationToken);
                continue;
            }
            Settled.Add(date);
            // Asked about once more and found as it was told: nothing to tell.
            bool isTold = _days.TryGetValue(date, out var told) && !_held.ContainsKey(date)
                && (told.Status, told.Expected, told.Stored, told.Reason) == (day.Status, day.Expected, day.Stored, day.Reason);
            _days[date] = day;
            _held.Remove(date);
            _earlier.Remove(date);
            if (HoldsBack?.Invoke(day) == true)
                _held.Add(date, day);
            else if (!isTold)
                await run.Observer.DayAsync(day, cancellationToken);
        }
    }

    Task<CommitResult> StoreAsync(StoreCommit commit, CancellationToken cancellationToken) => SyncTelemetry.TraceAsync(
        SyncTelemetry.CommitActivity,
        ActivityKind.Client,
        async activity =>
        {
            activity?.SetTag("stocksync.rows", commit.Bars?.Count ?? 0).SetTag("stocksync.days", commit.Days.Count);
            long start = run.Clock.Time.GetTimestamp();
            try
            {
                var result = await run.Store.Bars.CommitAsync(commit, cancellationToken);
                RunMeasures.Rows(result.Rows);
                return result;
            }
            finally
            {
                run.Times.Stored(run.Clock.Time.GetElapsedTime(start));
            }
        });

    // A day that the run comes back to shows what both times wrote.
    Dictionary<DateOnly, RowCounts> WithHeld(StoreCommit commit)
    {
        var counts = new Dictionary<DateOnly, RowCounts>(commit.Days.Count);
        foreach (var tally in commit.Days)
        {
            var rows = commit.EarlierCounts.GetValueOrDefault(tally.Date);
            if (tally.Record is null && _held.TryGetValue(tally.Date, out var before))
                rows += new RowCounts(before.Inserted, before.Updated, before.Unchanged);
            if (tally.Record is null)
                rows += _earlier.GetValueOrDefault(tally.Date);
            counts[tally.Date] = rows;
        }
        return counts;
    }
}
