using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using StockSync.Engine.Fetching;
using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>
/// Units of a published plan, claimed few at a time so that the machines share the work evenly to its end. The next claim is made while the
/// last unit is on its way: the round trip to the database hides behind the source.
/// </summary>
/// <param name="store">Where the units lie.</param>
/// <param name="claim">Run, plan, shape and owner.</param>
/// <param name="total">Units of the plan.</param>
/// <param name="size">How many a claim takes.</param>
/// <param name="take">Makes a unit ready for work.</param>
sealed class ClaimedUnits<T>(
    IWorkerStore store, UnitClaim claim, int total, Func<int> size, Func<PlanUnit, CancellationToken, ValueTask<T>> take) : IUnitQueue<T>
    where T : notnull
{
    // So near to the end nothing is claimed ahead: a unit in waiting here is one that an idle machine could do.
    const int Tail = 20;

    readonly Queue<PlanUnit> _hand = [];
    // Units are taken on one side and finished on the other, at the same time.
    readonly ConcurrentDictionary<T, int> _numbers = new();
    Task<IReadOnlyList<PlanUnit>>? _ahead;

    public async IAsyncEnumerable<T> TakeAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } unit)
        {
            var taken = await take(unit, cancellationToken);
            _numbers[taken] = unit.Number;
            yield return taken;
        }
    }

    public bool CanGiveBack(T unit) => _numbers.ContainsKey(unit);

    public StoreCommit Finish(StoreCommit commit, IEnumerable<T> units, bool failed = false)
    {
        var marks = units.Where(_numbers.ContainsKey).Select(u => new UnitMark(claim.Plan, _numbers[u], failed)).ToArray();
        return marks.Length == 0 ? commit : commit with { Units = [.. commit.Units, .. marks] };
    }

    public Task NoticeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Nothing is in hand any more: what was claimed and not begun is the caller's to give back.</summary>
    public async Task DropAsync()
    {
        _hand.Clear();
        if (_ahead is { } ahead)
            await ahead.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        _ahead = null;
    }

    async ValueTask<PlanUnit?> NextAsync(CancellationToken cancellationToken)
    {
        if (_hand.Count == 0)
        {
            var ahead = _ahead ?? ClaimAsync(size(), cancellationToken);
            _ahead = null;
            foreach (var unit in await ahead)
                _hand.Enqueue(unit);
        }
        if (!_hand.TryDequeue(out var next))
            return null;
        if (_hand.Count == 0 && next.Number < total - Tail)
            _ahead = ClaimAsync(size(), cancellationToken);
        return next;
    }

    Task<IReadOnlyList<PlanUnit>> ClaimAsync(int count, CancellationToken cancellationToken) =>
        store.ClaimAsync(claim with { Count = count }, cancellationToken);
}

/// <summary>How many units a claim takes: one where an answer takes its time, some where answers are quicker than the database.</summary>
static class ClaimSize
{
    const double Seconds = 0.25;
    const int Most = 10;

    public static Func<int> Of(RunContext run, RequestShape shape)
    {
        var kind = shape == RequestShape.MarketDay ? RequestKind.MarketDay : RequestKind.StockRange;
        return () => run.RequestBudget.Answers(kind) is { Count: > 0, Mean: > 0 } answers
            ? (int)Math.Clamp(Seconds * run.Settings.ThrottleLimit / answers.Mean, 1, Most)
            : 1;
    }
}

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
