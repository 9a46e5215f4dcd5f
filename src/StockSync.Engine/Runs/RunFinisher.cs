using StockSync.Engine.Market;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Planning;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Runs;

/// <summary>The record of a run: what it is at its start, and what its plan adds.</summary>
static class RunRecord
{
    public static SyncRun Start(string runId, SyncKind kind, DateTime startedAt, DateRange range, string? slot, string host) => new()
    {
        RunId = runId,
        Kind = kind,
        Slot = slot,
        Status = SyncRunStatus.Running,
        StartedAt = startedAt,
        LastSeenAt = startedAt,
        From = range.From.ToDateTime(TimeOnly.MinValue),
        To = range.To.ToDateTime(TimeOnly.MinValue),
        Host = host,
        ProcessId = Environment.ProcessId,
        Version = typeof(RunRecord).Assembly.GetName().Version?.ToString(3),
    };

    public static SyncRun WithPlan(SyncRun record, WorkPlan plan, SyncScope scope, CostEstimate estimate, int completeBefore) => new()
    {
        RunId = record.RunId,
        Kind = record.Kind,
        Slot = record.Slot,
        Status = record.Status,
        StartedAt = record.StartedAt,
        LastSeenAt = record.LastSeenAt,
        Host = record.Host,
        ProcessId = record.ProcessId,
        Version = record.Version,
        From = scope.From.ToDateTime(TimeOnly.MinValue),
        To = scope.To.ToDateTime(TimeOnly.MinValue),
        Shape = plan.Cost.Shape,
        Days = scope.Days.Count,
        DaysCompleted = completeBefore,
        EstimatedRequests = estimate.Requests,
        EstimatedSeconds = estimate.Seconds,
    };
}

/// <summary>
/// The end of a run. Each step is on its own: what one of them meets must neither keep the others from being done nor hide why the run ended.
/// </summary>
sealed class RunFinisher(RunServices services, RunContext run, RunCommitter committer, RunWork work, DateTime startedAt)
{
    bool _isStoreAway;

    /// <summary>The run as it stands recorded; null where that could not be done.</summary>
    public SyncRun? Ended { get; private set; }

    /// <summary>The first thing that kept a record from being made; null for none.</summary>
    public Exception? Fault { get; private set; }

    // Patient with a passing fault; but who has waited for an absent database already does not do so again for each last record.
    ISyncStore StoreAtEnd => _isStoreAway || Fault is not null ? services.StoreOnce : run.Store;

    /// <summary>Gives the lease back where the record of the end did not.</summary>
    public Task ReleaseAsync(bool isStopped) => Ended is not null
        ? Task.CompletedTask
        : TryAsync(token => StoreAtEnd.Lease.ReleaseLeaseAsync(run.Lease!, token), isStopped);

    /// <summary>Says goodbye to the service and records all that is to be recorded.</summary>
    /// <param name="record">The run as it was begun.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="message">Why, where it was not by reaching the end.</param>
    /// <param name="error">The error that ended it.</param>
    /// <param name="isStopped">True where the user waits for the end.</param>
    public async Task EndAsync(SyncRun record, SyncRunStatus status, string? message, StockSyncException? error, bool isStopped)
    {
        _isStoreAway = StoreFailure.Is(error);
        // While the service is told goodbye it is judged what to tell of the run.
        var closing = run.Pool.DisposeAsync().AsTask();
        var alerts = AlertChanges.None;
        await TryAsync(async token => alerts = await JudgeAsync(record, error, token), isStopped);
        await closing;
        var counters = committer.Counters();
        RunMeasures.Record(run.Request, status, error?.ErrorId, run.Clock.UtcNow - startedAt, counters);
        await TryAsync(committer.WrittenAsync, isStopped);
        var end = new RunEnd
        {
            RunId = run.RunId,
            Status = status,
            Message = services.Redact(message),
            ErrorId = error?.ErrorId,
            Counters = counters,
            Now = run.Clock.UtcNow,
            Alerts = alerts,
            Service = Learned(status),
            Unused = run.RequestBudget.TakeUnused(),
            // All connections to the service are closed.
            Released = run.Lease,
        };
        var ending = TryAsync(async token => Ended = await StoreAtEnd.Runs.EndRunAsync(end, token), isStopped);
        if (!isStopped && !_isStoreAway && Fault is null)
            await RememberSizeAsync();
        await ending;
        if (!alerts.IsEmpty && !isStopped)
            await TryAsync(token => services.Alerts!.SendAsync(services.StoreOnce.Alerts, token), isStopped);
    }

    // How large the database has become, once a run. Failures are nobody's concern: the next run's size takes this one's place.
    async Task RememberSizeAsync()
    {
        using var limit = new CancellationTokenSource(run.Settings.CommandTimeout, run.Clock.Time);
        try
        {
            await services.StoreOnce.History.PutSizeAsync(run.Clock.Today, null, limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // Everything that matters is recorded already.
        }
    }

    async Task<AlertChanges> JudgeAsync(SyncRun record, StockSyncException? error, CancellationToken cancellationToken)
    {
        if (run.Alerts is not { } alerts || Fault is not null)
            return AlertChanges.None;
        var facts = new AlertFacts
        {
            Now = run.Clock.UtcNow,
            Endpoint = services.Endpoint,
            Target = run.Store.Target,
            Run = record,
            Days = [.. committer.Days],
            Error = error,
        };
        return services.Alerts!.Judge(facts, await alerts.TakeAsync(cancellationToken));
    }

    async Task TryAsync(Func<CancellationToken, Task> step, bool isStopped)
    {
        using var limit = new CancellationTokenSource(isStopped ? RunContext.EndGrace : run.Settings.CommandTimeout, run.Clock.Time);
        try
        {
            await step(limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // The database is away. What is lost is a record: the next run marks this one interrupted, and the lease expires.
            Fault ??= e;
        }
    }

    ServiceState Learned(SyncRunStatus status)
    {
        var now = run.Clock.UtcNow;
        var costs = LatencyLearner.Learn(work.Service.Costs, run, work.Phase, now - startedAt, work.IsOldService, now);
        return ServiceStateUpdate.After(work.Service, run.RequestBudget, status, work.IsOldService, now + run.Settings.BanCooldown, costs);
    }
}
