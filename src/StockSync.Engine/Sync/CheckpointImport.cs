using System.Runtime.CompilerServices;

namespace StockSync.Engine.Sync;

/// <summary>
/// Takes over checkpoints of another program. What it claims is not believed: each day is settled by the same proof as our own, from the
/// table and the stock list.
/// </summary>
sealed class CheckpointImport(SyncSettings settings, ISyncStore store, BeijingClock clock)
{
    public async IAsyncEnumerable<SyncDay> ImportAsync(
        IReadOnlyCollection<DateOnly> completed,
        IReadOnlyCollection<DateOnly> failed,
        TradingCalendar calendar,
        StockList stocks,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var claimed = completed.ToHashSet();
        var dates = claimed.Union(failed).Order().ToArray();
        var trading = dates.Where(calendar.IsTradingDay).ToArray();
        foreach (var day in dates.Except(trading))
            yield return new SyncDay { Date = day.ToDateTime(TimeOnly.MinValue), Status = SyncDayStatus.Skipped, Reason = "market closed" };
        if (trading.Length == 0)
            yield break;

        var scope = new SyncScope { From = trading[0], To = trading[^1], Days = trading };
        foreach (var day in trading)
            scope.AddWholeDay(day);
        var none = new ServiceState { Endpoint = "" };
        var plan = await new Planner(store, settings).PlanAsync(
            new SyncRequest { Kind = SyncKind.Backfill }, scope, stocks, none, settings.DailyBudget, cancellationToken);
        foreach (var day in plan.CompleteDays)
            yield return day;

        var settler = new DaySettler(stocks, scope, plan.NotListed);
        var lease = await store.AcquireLeaseAsync(
            RunId.Create(clock), ProcessIdentity.Current(), settings.LeaseExpiry, ProcessIdentity.IsDead, cancellationToken);
        try
        {
            foreach (var day in plan.OpenDays)
            {
                if (claimed.Contains(day) && !plan.RowsBefore.ContainsKey(day))
                {
                    // Six real trading days stood in such a file as completed, with zero rows.
                    yield return new SyncDay
                    {
                        Date = day.ToDateTime(TimeOnly.MinValue),
                        Status = SyncDayStatus.Pending,
                        Reason = "claimed complete, but the table has no rows of the day",
                    };
                    continue;
                }
                var tally = settler.Settle(day, new DayFacts(i => plan.Present[day, i]), null, answered: false);
                var result = await store.CommitAsync(new StoreCommit { Now = clock.UtcNow, Lease = lease, Days = [tally] }, cancellationToken);
                foreach (var settled in result.Days)
                    yield return settled;
            }
        }
        finally
        {
            await store.ReleaseLeaseAsync(lease, CancellationToken.None);
        }
    }
}
