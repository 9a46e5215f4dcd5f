using System.Globalization;
using StockSync.Engine.Resources;
using StockSync.Engine.Service;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.RunState;

/// <summary>Puts together what works for one run on one machine.</summary>
static class RunAssembly
{
    /// <summary>For the machine that starts a run.</summary>
    /// <param name="services">Settings, store, source and clock.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="runId">The run.</param>
    /// <param name="requestBudget">Owns the machine's frames.</param>
    /// <param name="observer">Who is told.</param>
    /// <param name="startedAt">When this machine began, UTC.</param>
    public static RunContext Create(
        RunServices services, SyncRequest request, string runId, RequestBudget requestBudget, ISyncObserver observer, DateTime startedAt) =>
        Create(services, request, runId, null, null, requestBudget, observer, startedAt);

    /// <summary>For one that joins it.</summary>
    public static RunContext Create(RunServices services, SyncRequest request, WorkerTicket pass, RequestBudget requestBudget, ISyncObserver observer) =>
        Create(services, request, pass.Lease.RunId, pass.WorkerId, pass.Lease, requestBudget, observer, services.Clock.UtcNow);

    static RunContext Create(
        RunServices services,
        SyncRequest request,
        string runId,
        string? workerId,
        Lease? lease,
        RequestBudget requestBudget,
        ISyncObserver observer,
        DateTime startedAt)
    {
        var (settings, clock) = (services.Settings, services.Clock);
        var stop = new StopSignal();
        var pool = new SessionPool(services.OpenSource(requestBudget), services.Locks is { } locks ? () => locks.Take(services.Endpoint, services.Host, runId) : null);
        var store = services.StoreOnce.WithRetry(RetryPipelines.ForStore(clock.Time, Random.Shared.NextDouble));
        RunContext? context = null;
        var retry = RetryPipelines.ForSource(settings, clock.Time, wait => context!.Retry(wait), Random.Shared.NextDouble);
        StockSyncException? Limit() => request.MaxMinutes is { } minutes && clock.UtcNow - startedAt >= TimeSpan.FromMinutes(minutes)
            ? new StockSyncException(ErrorIds.BudgetSpent, ErrorKind.Limit, SyncStrings.FormatMaxMinutesReached(minutes))
            : null;
        StockSyncException? Look()
        {
            context!.Look();
            return Limit();
        }

        var outage = new OutageGuard(
            settings,
            clock.Time,
            stop,
            cause => observer.WarningAsync(string.Format(CultureInfo.CurrentCulture, SyncStrings.OutagePause, settings.OutageBudget.TotalMinutes, cause.Message), CancellationToken.None),
            wait => context!.Times.Waited(wait));
        return context = new RunContext
        {
            Request = request,
            Settings = settings,
            Store = store,
            Clock = clock,
            RequestBudget = requestBudget,
            Pool = pool,
            SourceRetry = retry,
            Units = new UnitRunner(settings, pool, retry, outage, stop, Look),
            Limit = Limit,
            Stop = stop,
            Observer = observer,
            RunId = runId,
            WorkerId = workerId,
            Lease = lease,
            Joined = new JoinedWorkers(store.Workers, settings, clock, runId),
            // A scheduled attempt tells for its runs, and a run for the machines that joined it.
            Alerts = services.Alerts is null || request.Attempt is not null || workerId is not null
                ? null
                : new OpenAlerts(token => RunAlerts.OpenAsync(services.StoreOnce.Alerts, token), clock.Time),
        };
    }
}
