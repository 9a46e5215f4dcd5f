using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Sharing;

/// <summary>
/// A plan on its run's own machine: worked off alone until somebody joins, then published and shared. One per plan; its steps are those of
/// the work of a run.
/// </summary>
sealed class PlanShare
{
    readonly RunContext _run;
    readonly RunCommitter _committer;
    readonly SyncScope _scope;
    readonly WorkPlan _plan;
    readonly RemoteProgress _others;
    int _number;
    bool _isOver;

    public PlanShare(
        RunContext run,
        RunCommitter committer,
        SyncScope scope,
        StockList stocks,
        WorkPlan plan,
        ProgressReporter progress)
    {
        (_run, _committer, _scope, _plan) = (run, committer, scope, plan);
        _others = new RemoteProgress(run, committer, plan, stocks, progress);
        MarketDays = new OwnUnits<DateOnly>(
            RequestShape.MarketDay,
            plan.MarketDays,
            day => new PlanUnit(0, RequestShape.MarketDay, default, day, day, plan.RowsBefore.ContainsKey(day)),
            unit => unit.From,
            TryOwnAsync,
            NoticeAsync);
        StockRanges = new OwnUnits<StockUnit>(
            RequestShape.StockRange,
            plan.StockRanges,
            range => new PlanUnit(0, RequestShape.StockRange, range.Code, range.From, range.To, range.HasRows),
            unit => new StockUnit(stocks.IndexOf(unit.Code), unit.Code, unit.From, unit.To, unit.HasRows),
            TryOwnAsync,
            NoticeAsync);
        run.Joined.Publish = PublishAsync;
    }

    public OwnUnits<DateOnly> MarketDays { get; }

    public OwnUnits<StockUnit> StockRanges { get; }

    /// <summary>True once other machines may take units.</summary>
    public bool IsPublished => Volatile.Read(ref _number) > 0;

    /// <summary>True once all units of a published plan are through.</summary>
    public bool IsThrough { get; private set; }

    /// <summary>A unit of the own list, or null once the plan is shared.</summary>
    public async ValueTask<T[]?> TryOwnAsync<T>(Func<T[]> next, CancellationToken cancellationToken)
    {
        await _run.Joined.Turn.WaitAsync(cancellationToken);
        try
        {
            await PublishInTurnAsync(cancellationToken);
            return IsPublished ? null : next();
        }
        finally
        {
            _run.Joined.Turn.Release();
        }
    }

    /// <summary>Gives what is not begun to whoever has joined.</summary>
    public Task PublishAsync(CancellationToken cancellationToken) => TryOwnAsync(Array.Empty<int>, cancellationToken).AsTask();

    /// <summary>Ends a plan that nobody shares, so that another one can be made of the rest; false where somebody does.</summary>
    public async Task<bool> TryGiveUpAsync(CancellationToken cancellationToken)
    {
        await _run.Joined.Turn.WaitAsync(cancellationToken);
        try
        {
            _isOver |= !IsPublished;
            return !IsPublished;
        }
        finally
        {
            _run.Joined.Turn.Release();
        }
    }

    /// <summary>Takes over what others have finished meanwhile, now and then.</summary>
    public Task NoticeAsync(CancellationToken cancellationToken) => IsPublished ? _others.NoticeAsync(_number, cancellationToken)
        : _run.Joined.IsJoined ? PublishAsync(cancellationToken)
        : Task.CompletedTask;

    /// <summary>
    /// Waits until all units are through, wherever. True where units came back that this machine can do. A machine that may ask no more (its
    /// budget is spent, or it is banned) waits for the others all the same.
    /// </summary>
    public async Task<bool> AwaitAsync(CancellationToken cancellationToken)
    {
        // Where nobody has joined by now, whoever comes later waits for the next plan.
        if (await TryOwnAsync(End, cancellationToken) is not null)
            return false;
        await MarketDays.DropAsync();
        await StockRanges.DropAsync();
        await _run.Joined.Store.ReturnAsync(_run.RunId, _number, _run.RunId, cancellationToken);
        var pauses = _run.Joined.PollIntervals();
        while (true)
        {
            var state = await _run.Joined.Store.ReclaimAsync(_run.RunId, _number, _run.RunId, _run.Settings.LeaseExpiry, cancellationToken);
            await _others.TakeOverAsync(_number, cancellationToken);
            IsThrough = state is { Pending: 0, Claimed: 0 };
            if (IsThrough)
                return false;
            if (_run.Stop.Cause is not { } cause)
            {
                if (state.Pending > 0)
                    return true;
            }
            else if (state.Workers == 0 || !IsOnlyOurs(cause))
            {
                return false;
            }
            await pauses.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes back what nobody has finished, and brings in what others wrote for days that are not settled yet.</summary>
    public async Task CloseAsync(RangeResults ranges, CancellationToken cancellationToken)
    {
        _run.Joined.Publish = null;
        if (!IsPublished)
            return;
        await _run.Joined.Store.WithdrawAsync(_run.RunId, _number, cancellationToken);
        if (_plan.StockRanges.Count > 0)
            await _others.BringInAsync(_number, ranges, cancellationToken);
    }

    int[] End()
    {
        _isOver = true;
        return [];
    }

    // About this machine's address and limits; other machines have their own. (Its time is everybody's: it ends the run.)
    bool IsOnlyOurs(StockSyncException cause) =>
        cause.ErrorId is ErrorIds.BudgetSpent or ErrorIds.SourceBanned or ErrorIds.SourceUnreachable && _run.Limit() is null;

    async Task PublishInTurnAsync(CancellationToken cancellationToken)
    {
        if (IsPublished || _isOver || !_run.Joined.IsJoined)
            return;
        PlanUnit[] units = [.. MarketDays.Rest().Concat(StockRanges.Rest()).Select((unit, i) => unit with { Number = i + 1 })];
        if (units.Length == 0)
            return;
        // Others read calendar and stocks out of the store.
        await _committer.WrittenAsync(cancellationToken);
        int number = await _run.Joined.Store.PublishAsync(
            _run.Lease!,
            new PublishedPlan
            {
                From = _scope.From,
                To = _scope.To,
                Newest = _scope.Newest,
                OpenDays = _plan.OpenDays,
                DoubtedDays = _plan.DoubtedDays,
                WholeDays = [.. _plan.OpenDays.Where(_scope.IsWholeMarket)],
                MarketDays = _plan.MarketDays,
                Ranges = _scope.Ranges,
                Units = units,
            },
            cancellationToken);
        MarketDays.Publish(_run, _run.Joined.Store, number, units.Length);
        StockRanges.Publish(_run, _run.Joined.Store, number, units.Length);
        Volatile.Write(ref _number, number);
    }
}
