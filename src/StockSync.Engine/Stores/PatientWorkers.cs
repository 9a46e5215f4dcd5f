using Polly;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores;

/// <summary>
/// The meeting place of machines, each call repeated whole where it met a passing fault. What a lost answer leaves behind (a claim that
/// nobody knows of, a plan published twice) is given back or passed over when its machine next comes to an end of its units.
/// </summary>
sealed class PatientWorkers(IWorkerStore store, ResiliencePipeline retry) : IWorkerStore
{
    public Task<WorkerPass?> JoinAsync(WorkerEntry worker, CancellationToken cancellationToken) =>
        AskAsync(token => store.JoinAsync(worker, token), cancellationToken);

    public Task<WorkerLook> LookAsync(WorkerPass pass, CancellationToken cancellationToken) =>
        AskAsync(token => store.LookAsync(pass, token), cancellationToken);

    public Task LeaveAsync(WorkerPass pass, RunCounters counters, CancellationToken cancellationToken) =>
        DoAsync(token => store.LeaveAsync(pass, counters, token), cancellationToken);

    public Task<int> CountAsync(string runId, CancellationToken cancellationToken) =>
        AskAsync(token => store.CountAsync(runId, token), cancellationToken);

    public Task<int> PublishAsync(Lease lease, PublishedPlan plan, CancellationToken cancellationToken) =>
        AskAsync(token => store.PublishAsync(lease, plan, token), cancellationToken);

    public Task<PublishedPlan?> GetPlanAsync(string runId, int plan, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetPlanAsync(runId, plan, token), cancellationToken);

    public Task WithdrawAsync(string runId, int plan, CancellationToken cancellationToken) =>
        DoAsync(token => store.WithdrawAsync(runId, plan, token), cancellationToken);

    public Task<IReadOnlyList<PlanUnit>> ClaimAsync(UnitClaim claim, CancellationToken cancellationToken) =>
        AskAsync(token => store.ClaimAsync(claim, token), cancellationToken);

    public Task ReturnAsync(string runId, int plan, string owner, CancellationToken cancellationToken) =>
        DoAsync(token => store.ReturnAsync(runId, plan, owner, token), cancellationToken);

    public Task<PlanState> ReclaimAsync(string runId, int plan, string owner, TimeSpan expiry, CancellationToken cancellationToken) =>
        AskAsync(token => store.ReclaimAsync(runId, plan, owner, expiry, token), cancellationToken);

    public Task<IReadOnlyList<PlanUnit>> GetFinishedAsync(string runId, int plan, string owner, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetFinishedAsync(runId, plan, owner, token), cancellationToken);

    public Task<WorkerRows> GetRowsAsync(string runId, int plan, CancellationToken cancellationToken) =>
        AskAsync(token => store.GetRowsAsync(runId, plan, token), cancellationToken);

    public Task DismissAsync(string runId, CancellationToken cancellationToken) =>
        DoAsync(token => store.DismissAsync(runId, token), cancellationToken);

    Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(async token => await call(token), cancellationToken).AsTask();

    Task DoAsync(Func<CancellationToken, Task> call, CancellationToken cancellationToken) =>
        retry.ExecuteAsync(async token => await call(token), cancellationToken).AsTask();
}
