namespace StockSync.Engine.Sync;

/// <summary>
/// The only way of a run into the store: adds the run's identity, lease and counters to a commit, and reports the days it settled. Commits come one after the other: a run has one writer.
/// </summary>
sealed class RunCommitter(RunContext run)
{
    public string? BatchSizes { get; set; }

    /// <summary>The days settled by this run.</summary>
    public HashSet<DateOnly> Settled { get; } = [];

    public int DaysCompleted { get; private set; }

    public long Inserted { get; private set; }

    /// <summary>Commits and reports.</summary>
    /// <param name="commit">What to write.</param>
    /// <param name="cancellationToken">Cancels the transaction, or the report of what it settled.</param>
    /// <param name="committed">Called between the two: a report that is cancelled must not look like a transaction that was.</param>
    public async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken, Action? committed = null)
    {
        var whole = commit with { RunId = run.RunId, Lease = run.Lease, Now = run.Clock.UtcNow, Counters = Counters() };
        var result = await run.Store.CommitAsync(whole, cancellationToken);
        Inserted += result.Rows.Inserted;
        Interlocked.Add(ref run.RowsStored, result.Rows.Total);
        Settled.UnionWith(result.Days.Select(d => DateOnly.FromDateTime(d.Date)));
        DaysCompleted += result.Days.Count(d => d.Status == SyncDayStatus.Completed);
        committed?.Invoke();
        foreach (var day in result.Days)
            await run.Observer.DayAsync(day, cancellationToken);
        return result;
    }

    /// <summary>What the run has used so far.</summary>
    public RunCounters Counters() => new()
    {
        Requests = run.Governor.Requests,
        Retries = Volatile.Read(ref run.Retries),
        BytesIn = run.Governor.BytesIn,
        BytesOut = run.Governor.BytesOut,
        BatchSizes = BatchSizes,
    };
}
