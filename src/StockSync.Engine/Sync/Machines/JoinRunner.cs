namespace StockSync.Engine.Sync.Machines;

/// <summary>This machine works at a run that another one has started: check, join, work, leave.</summary>
sealed class JoinRunner(SyncRunner runner)
{
    // Machines that are started together: the run may be on its way into the database.
    const int Tries = 5;

    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        observer = runner.Observe(observer);
        if (runner.Store.Workers is not { } workers)
            throw new StockSyncException(
                ErrorIds.JoinUnsupported,
                ErrorKind.InvalidArgument,
                SyncText.Get("JoinUnsupported", runner.Store.Target),
                SyncText.Get("JoinUnsupportedAdvice"),
                runner.Store.Target);
        var info = await runner.InspectAsync(cancellationToken);
        // A run of this module has made the newest tables before anything else.
        var pass = info.SchemaVersion < info.NewestSchema ? null : await JoinAsync(request, workers, observer, cancellationToken);
        if (pass is null)
            throw new StockSyncException(
                ErrorIds.NothingToJoin,
                ErrorKind.NotFound,
                SyncText.Get("NothingToJoin", info.Target),
                SyncText.Get("NothingToJoinAdvice"),
                info.Target);
        int budget = await MachineAddress.OfWorkerAsync(runner, cancellationToken);
        await using var worker = new WorkerRun(runner, request, pass, budget, observer);
        await worker.RunAsync(cancellationToken);
        return null;
    }

    async Task<WorkerPass?> JoinAsync(
        SyncRequest request, IWorkerStore workers, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var service = await runner.Store.GetServiceAsync(MachineAddress.Of(runner.Endpoint, runner.Host), cancellationToken);
        await runner.CheckServiceAsync(request, service, observer, cancellationToken);
        var entry = new WorkerEntry(RunId.Create(runner.Clock), runner.Host, Environment.ProcessId, runner.Endpoint);
        var pauses = new Pauses(TimeSpan.FromSeconds(1), runner.Clock.Time);
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
