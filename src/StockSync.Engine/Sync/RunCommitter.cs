namespace StockSync.Engine.Sync;

/// <summary>
/// The only way of a run into the store: adds the run's identity, lease and counters to a commit, repeats a transaction that met a passing
/// fault, and reports the days it settled. Commits come one after the other: a run has one writer.
/// </summary>
sealed class RunCommitter(RunContext run)
{
    int _requests;
    int _retries;
    long _bytesIn;
    long _bytesOut;

    public string? BatchSizes { get; set; }

    /// <summary>The days settled by this run.</summary>
    public HashSet<DateOnly> Settled { get; } = [];

    public int DaysCompleted { get; private set; }

    public long Inserted { get; private set; }

    public async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        CommitResult result;
        var counters = TakeCounters();
        var whole = commit with { RunId = run.RunId, Lease = run.Lease, Now = run.Clock.UtcNow, Counters = counters };
        try
        {
            result = await run.StoreRetry.ExecuteAsync(async token => await run.Store.CommitAsync(whole, token), cancellationToken);
        }
        catch
        {
            GiveBack(counters);
            throw;
        }
        Inserted += result.Rows.Inserted;
        Interlocked.Add(ref run.RowsStored, result.Rows.Total);
        Settled.UnionWith(result.Days.Select(d => DateOnly.FromDateTime(d.Date)));
        DaysCompleted += result.Days.Count(d => d.Status == SyncDayStatus.Completed);
        foreach (var day in result.Days)
            await run.Observer.DayAsync(day, cancellationToken);
        return result;
    }

    /// <summary>What was counted since the last commit.</summary>
    public RunCounters TakeCounters()
    {
        int requests = run.Governor.Requests;
        int retries = Volatile.Read(ref run.Retries);
        long bytesIn = run.Governor.BytesIn;
        long bytesOut = run.Governor.BytesOut;
        var counters = new RunCounters
        {
            Requests = requests - _requests,
            Retries = retries - _retries,
            BytesIn = bytesIn - _bytesIn,
            BytesOut = bytesOut - _bytesOut,
            BatchSizes = BatchSizes,
        };
        (_requests, _retries, _bytesIn, _bytesOut) = (requests, retries, bytesIn, bytesOut);
        return counters;
    }

    void GiveBack(RunCounters counters)
    {
        _requests -= counters.Requests;
        _retries -= counters.Retries;
        _bytesIn -= counters.BytesIn;
        _bytesOut -= counters.BytesOut;
    }
}
