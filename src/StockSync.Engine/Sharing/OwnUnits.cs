using System.Runtime.CompilerServices;
using StockSync.Engine.Fetching;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>
/// The units of the run's own plan, from a list; once the plan is published, what is left is claimed like everybody else does.
/// </summary>
sealed class OwnUnits<T>(
    RequestShape shape,
    IReadOnlyList<T> units,
    Func<T, PlanUnit> describe,
    Func<PlanUnit, T> find,
    Func<Func<T[]>, CancellationToken, ValueTask<T[]?>> tryOwn,
    Func<CancellationToken, Task> notice) : IUnitQueue<T>
    where T : notnull
{
    ClaimedUnits<T>? _claimed;
    int _next;

    public async IAsyncEnumerable<T> TakeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await tryOwn(() => _next < units.Count ? [units[_next++]] : Array.Empty<T>(), cancellationToken) is { } own)
        {
            if (own.Length == 0)
                yield break;
            yield return own[0];
        }
        await foreach (var unit in _claimed!.TakeAsync(cancellationToken))
            yield return unit;
    }

    public bool CanGiveBack(T unit) => _claimed?.CanGiveBack(unit) == true;

    public StoreCommit Finish(StoreCommit commit, IEnumerable<T> done, bool failed = false) =>
        _claimed?.Finish(commit, done, failed) ?? commit;

    public Task NoticeAsync(CancellationToken cancellationToken) => notice(cancellationToken);

    /// <summary>What nobody has begun.</summary>
    public IEnumerable<PlanUnit> Rest() => units.Skip(_next).Select(describe);

    /// <summary>From now on units are claimed.</summary>
    public void Publish(RunContext run, IWorkerStore store, int plan, int total) => _claimed = new ClaimedUnits<T>(
        store,
        new UnitClaim(run.RunId, plan, shape, run.RunId, 1),
        total,
        ClaimSize.Of(run, shape),
        (unit, _) => ValueTask.FromResult(find(unit)));

    public Task DropAsync() => _claimed?.DropAsync() ?? Task.CompletedTask;
}
