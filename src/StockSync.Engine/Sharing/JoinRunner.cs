using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Service;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>This machine works at a run that another one has started: check, join, work, leave.</summary>
sealed class JoinRunner(RunServices services)
{
    // Machines that are started together: the run may be on its way into the database.
    const int Tries = 5;

    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        observer = services.Observe(observer);
        if (services.StoreOnce.Workers is not { } workers)
            throw new StockSyncException(
                ErrorIds.JoinUnsupported,
                ErrorKind.InvalidArgument,
                SyncStrings.FormatJoinUnsupported(services.StoreOnce.Target),
                SyncStrings.JoinUnsupportedAdvice,
                services.StoreOnce.Target);
        var info = await RunServices.InspectAsync(services.StoreOnce, cancellationToken);
        // A run of this module has made the newest tables before anything else.
        var pass = info.SchemaVersion < info.NewestSchema ? null : await JoinAsync(request, workers, observer, cancellationToken);
        if (pass is null)
            throw new StockSyncException(
                ErrorIds.NothingToJoin,
                ErrorKind.NotFound,
                SyncStrings.FormatNothingToJoin(info.Target),
                SyncStrings.NothingToJoinAdvice,
                info.Target);
        int budget = await MachineAddress.OfWorkerAsync(services, cancellationToken);
        await using var worker = new WorkerRun(services, request, pass, budget, observer);
        await worker.RunAsync(cancellationToken);
        return null;
    }

    async Task<WorkerTicket?> JoinAsync(
        SyncRequest request, IWorkerStore workers, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var service = await services.StoreOnce.Services.GetServiceAsync(MachineAddress.Of(services.Endpoint, services.Host), cancellationToken);
        await services.CheckServiceAsync(request, service, observer, cancellationToken);
        var entry = new WorkerEntry(RunId.Create(services.Clock), services.Host, Environment.ProcessId, services.Endpoint);
        var pauses = new PollIntervals(TimeSpan.FromSeconds(1), services.Clock.Time);
        for (int i = 1; ; i++)
        {
            if (await workers.JoinAsync(entry, cancellationToken) is { } pass)
                return pass;
            if (i == Tries)
                return null;
            await pauses.WaitAsync(cancellationToken);
        }
    }
}

/// <summary>
/// Looks now and then whether a machine has joined, until one has: one count by index a second, beside the work. A commit sees it too, but
/// commits can be a slow answer apart.
/// </summary>
sealed class JoinPoller : IAsyncDisposable
{
    static readonly TimeSpan s_step = TimeSpan.FromSeconds(1);

    readonly Heartbeat? _heartbeat;

    /// <param name="store">One attempt each; null where nobody can join.</param>
    /// <param name="run">The run.</param>
    public JoinPoller(IWorkerStore? store, RunContext run) =>
        _heartbeat = store is null ? null : new Heartbeat(s_step, run.Clock.Time, token => PollAsync(store, run, token));

    public ValueTask DisposeAsync() => _heartbeat?.DisposeAsync() ?? ValueTask.CompletedTask;

    static async Task<bool> PollAsync(IWorkerStore store, RunContext run, CancellationToken cancellationToken)
    {
        if (!run.Joined.IsJoined)
            run.Joined.Notice(await store.CountAsync(run.RunId, cancellationToken));
        if (!run.Joined.IsJoined)
            return true;
        // A unit that is on its way need not end first.
        if (run.Joined.Publish is { } publish)
            await publish(cancellationToken);
        return false;
    }
}
