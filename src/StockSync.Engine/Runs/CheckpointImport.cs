using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.RunState;
using StockSync.Engine.Settling;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>
/// Takes over checkpoints of another program. What it claims is not believed: each day is settled by the same proof as our own, from the
/// table and the stock list.
/// </summary>
sealed class CheckpointImport(RunServices services)
{
    readonly Planner _planner = new(services, services.StoreOnce);
    TradingCalendar _calendar = new([]);

    public async Task<IReadOnlyList<SyncDay>> ImportAsync(
        IReadOnlyCollection<DateOnly> completed,
        IReadOnlyCollection<DateOnly> failed,
        TradingCalendar calendar,
        StockList stocks,
        CancellationToken cancellationToken)
    {
        _calendar = calendar;
        var claimed = completed.ToHashSet();
        var dates = claimed.Union(failed).Order().ToArray();
        var trading = dates.Where(calendar.IsTradingDay).ToArray();
        var result = dates.Except(trading).Select(d => Unrecorded(d, SyncDayStatus.Skipped, "market closed")).ToList();
        if (trading.Length == 0)
            return result;

        // Nobody else may change the days between the look at the table and the record of it.
        string id = RunId.Create(services.Clock);
        using var living = ActiveRuns.Enter(id);
        var lease = await services.StoreOnce.Lease.AcquireLeaseAsync(
            id, ProcessIdentity.Of(id), services.Settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
        try
        {
            await using var keeper = new LeaseHeartbeat(services.StoreOnce.Lease, lease, services.Settings, services.Clock.Time, cancellationToken);
            await SettleAsync(trading, claimed, stocks, lease, result, keeper.Token);
        }
        finally
        {
            await services.StoreOnce.Lease.ReleaseLeaseAsync(lease, CancellationToken.None);
        }
        return [.. result.OrderBy(d => d.Date)];
    }

    async Task SettleAsync(
        DateOnly[] trading, HashSet<DateOnly> claimed, StockList stocks, Lease lease, List<SyncDay> result, CancellationToken cancellationToken)
    {
        var scope = new SyncScope { From = trading[0], To = trading[^1], FreshFrom = DayFreshness.First(_calendar, services.Clock), Days = trading };
        foreach (var day in trading)
            scope.AddWholeDay(day);
        var request = new SyncRequest { Kind = SyncKind.Backfill };
        var facts = await _planner.ReadFactsAsync(request, scope, cancellationToken);
        var basis = new PlanBasis(request, scope, stocks, new ServiceState { Endpoint = services.Endpoint }, facts);
        var plan = await _planner.PlanAsync(basis, earlier: null, cancellationToken);
        result.AddRange(plan.CompleteDays);
        var settler = new DaySettler(stocks, scope, plan.Book, _calendar, services.Clock.Today);
        foreach (var day in plan.OpenDays)
        {
            if (claimed.Contains(day) && !plan.RowsBefore.ContainsKey(day))
            {
                // Six real trading days stood in such a file as completed, with zero rows.
                result.Add(Unrecorded(day, SyncDayStatus.Pending, "claimed complete, but the table has no rows of the day"));
                continue;
            }
            var tally = settler.Settle(day, new DayFacts(i => plan.Present[day, i]), null, answered: false);
            var settled = await services.StoreOnce.Bars.CommitAsync(new StoreCommit { Now = services.Clock.UtcNow, Lease = lease, Days = [tally] }, cancellationToken);
            result.AddRange(settled.Days);
        }
    }

    static SyncDay Unrecorded(DateOnly day, SyncDayStatus status, string reason) =>
        new() { Date = day.ToDateTime(TimeOnly.MinValue), Status = status, Reason = reason };
}
