using StockSync.Engine.Stores.Contract;
using StockSync.Tests.Stores;
using Xunit;

namespace StockSync.Tests.Joining;

/// <summary>What machines that meet in a database rely on: nobody has a unit twice, and who was given up cannot write any more.</summary>
public abstract class WorkerStoreContract : StoreContract
{
    [StoreFact]
    public async Task Nobody_can_join_where_no_run_is_under_way()
    {
        Assert.Null(await Workers.JoinAsync(Entry("w1"), None));
        var lease = await StartRunAsync("r1");
        Assert.Equal(lease, (await Workers.JoinAsync(Entry("w1"), None))!.Lease);
        await Database.ExecuteAsync("update sync_lease set heartbeat_at = clock_timestamp() - interval '61 seconds'");
        Assert.Null(await Workers.JoinAsync(Entry("w2"), None));
    }

    [StoreFact]
    public async Task A_run_names_the_machines_that_joined_it_and_joining_twice_counts_once()
    {
        await StartRunAsync("r1");
        await Workers.JoinAsync(Entry("w1", "alpha"), None);
        await Workers.JoinAsync(Entry("w1", "alpha"), None);
        await Workers.JoinAsync(Entry("w2", "beta"), None);
        var run = Assert.Single(await Store.Runs.GetRunsAsync(true, 9, None));
        Assert.Equal((2, "alpha, beta"), (run.Workers, run.WorkerHosts));
        Assert.Equal(2, await Workers.CountAsync("r1", None));
    }

    [StoreFact]
    public async Task Machines_that_claim_at_once_never_get_the_same_unit()
    {
        var (lease, pass, plan) = await ShareAsync(60);
        var claims = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Workers.ClaimAsync(
            new UnitClaim("r1", plan, RequestShape.MarketDay, i % 2 == 0 ? pass.WorkerId : lease.RunId, 3), None))));
        Assert.Equal(Enumerable.Range(1, 60), claims.SelectMany(c => c).Select(u => u.Number).Order());
        Assert.Empty(await Workers.ClaimAsync(new UnitClaim("r1", plan, RequestShape.MarketDay, pass.WorkerId, 3), None));
    }

    [StoreFact]
    public async Task Rows_checkpoint_counters_and_the_units_mark_are_one_transaction()
    {
        var (_, pass, plan) = await ShareAsync(2);
        var unit = (await ClaimAsync(pass, plan, 1))[0];
        var commit = Day(pass, plan, unit) with { Counters = new RunCounters { Requests = 5, BytesIn = 70 } };
        await PrepareAndCommitAsync(commit);
        // The answer was lost: the same once more.
        var again = await Store.Bars.CommitAsync(commit, None);

        Assert.Equal(new RowCounts(0, 0, 3), again.Rows);
        Assert.Equal(unit, Assert.Single(await Workers.GetFinishedAsync("r1", plan, "r1", None)));
        var run = Assert.Single(await Store.Runs.GetRunsAsync(true, 9, None));
        Assert.Equal((5, 70L, 3L, 1, 1), (run.Requests, run.BytesIn, run.Inserted, run.DaysSettled, run.DaysCompleted));
        // The run's own machine counts itself on top.
        await Store.Bars.CommitAsync(Commit() with { RunId = "r1", Lease = pass.Lease, Counters = new RunCounters { Requests = 4 } }, None);
        Assert.Equal(9, Assert.Single(await Store.Runs.GetRunsAsync(true, 9, None)).Requests);
    }

    [StoreFact]
    public async Task A_machine_taken_for_lost_can_commit_nothing_and_its_units_go_to_others()
    {
        var (_, pass, plan) = await ShareAsync(2);
        var unit = (await ClaimAsync(pass, plan, 1))[0];
        await SilenceAsync();
        Assert.Equal(new PlanState(2, 0, 0), await Workers.ReclaimAsync("r1", plan, "r1", Expiry, None));

        Assert.Equal(ErrorIds.WorkerLost, (await RefusedAsync(Day(pass, plan, unit))).ErrorId);
        // Not only because of the unit.
        Assert.Equal(ErrorIds.WorkerLost, (await RefusedAsync(Day(pass, plan, unit) with { Units = [] })).ErrorId);
        Assert.Empty(await ClaimAsync(pass, plan, 1));
        Assert.Equal(WorkerState.Lost, (await Workers.ReadStatusAsync(pass, None)).State);
        var other = (await Workers.JoinAsync(Entry("w2"), None))!;
        Assert.Equal([unit.Number, 2], (await ClaimAsync(other, plan, 9)).Select(u => u.Number));
    }

    [StoreFact]
    public async Task A_machine_whose_run_was_taken_over_can_commit_nothing()
    {
        var (_, pass, plan) = await ShareAsync(2);
        var unit = (await ClaimAsync(pass, plan, 1))[0];
        await Store.Lease.AcquireLeaseAsync("r2", Owner(), Expiry, _ => true, None);

        Assert.Equal(ErrorIds.LeaderGone, (await RefusedAsync(Day(pass, plan, unit))).ErrorId);
        Assert.False((await Workers.ReadStatusAsync(pass, None)).IsLed);
    }

    [StoreFact]
    public async Task A_unit_that_is_in_another_hand_cannot_be_finished()
    {
        var (_, pass, plan) = await ShareAsync(2);
        var mine = (await ClaimAsync(pass, plan, 1))[0];
        var others = (await Workers.ClaimAsync(new UnitClaim("r1", plan, RequestShape.MarketDay, "r1", 1), None))[0];
        Assert.Equal(ErrorIds.WorkerLost, (await RefusedAsync(Day(pass, plan, others))).ErrorId);
        await PrepareAndCommitAsync(Day(pass, plan, mine));
    }

    [StoreFact]
    public async Task A_machine_that_leaves_gives_back_what_it_has_in_hand()
    {
        var (_, pass, plan) = await ShareAsync(3);
        await ClaimAsync(pass, plan, 2);
        Assert.Equal(new PlanState(1, 2, 1), await Workers.ReclaimAsync("r1", plan, "r1", Expiry, None));
        await Workers.LeaveAsync(pass, new RunCounters { Requests = 7 }, None);
        Assert.Equal(new PlanState(3, 0, 0), await Workers.ReclaimAsync("r1", plan, "r1", Expiry, None));
        Assert.Equal(7, Assert.Single(await Store.Runs.GetRunsAsync(true, 9, None)).Requests);
    }

    [StoreFact]
    public async Task Workers_are_told_when_all_is_done_and_then_cannot_commit()
    {
        var (_, pass, plan) = await ShareAsync(1);
        var unit = (await ClaimAsync(pass, plan, 1))[0];
        await Workers.DismissAsync("r1", None);
        Assert.Equal(WorkerState.Dismissed, (await Workers.ReadStatusAsync(pass, None)).State);
        Assert.Equal(ErrorIds.WorkerLost, (await RefusedAsync(Day(pass, plan, unit))).ErrorId);
    }

    [StoreFact]
    public async Task A_plan_arrives_as_it_was_published_and_one_that_is_withdrawn_does_not()
    {
        var lease = await StartRunAsync("r1");
        var days = TestBars.Days(3);
        var plan = new PublishedPlan
        {
            From = days[0],
            To = days[2],
            Newest = days[2],
            OpenDays = days,
            DoubtedDays = [days[1]],
            MarketDays = [days[2]],
            WholeDays = [days[0]],
            Ranges = [new StockCoverage(new StockCode(1), days[0], days[1])],
            Units = [new PlanUnit(1, RequestShape.StockRange, new StockCode(1), days[0], days[1], true)],
        };
        int number = await Workers.PublishAsync(lease, plan, None);
        Assert.Equivalent(plan with { Total = 1, Units = [] }, await Workers.GetPlanAsync("r1", number, None), strict: true);
        Assert.Equal(plan.Units, await Workers.ClaimAsync(new UnitClaim("r1", number, RequestShape.StockRange, "r1", 5), None));

        await Workers.WithdrawAsync("r1", number, None);
        Assert.Null(await Workers.GetPlanAsync("r1", number, None));
        Assert.Equal(number + 1, await Workers.PublishAsync(lease, plan, None));
    }

    [StoreFact]
    public async Task What_workers_write_into_days_that_they_do_not_settle_is_told_by_day()
    {
        var (_, pass, plan) = await ShareAsync(2);
        var unit = (await ClaimAsync(pass, plan, 1))[0];
        var commit = Day(pass, plan, unit) with { Bars = TestBars.Batch(TestBars.Days(2), 2), Days = [], ExpectNew = false };
        await PrepareAndCommitAsync(commit);
        await Store.Bars.CommitAsync(commit, None);
        var told = await Workers.GetRowsAsync("r1", plan, None);
        Assert.Equal(TestBars.Days(2).ToDictionary(d => d, _ => new RowCounts(2, 0, 2)), told.Counts);
        // Another plan of the run counts anew.
        Assert.Empty((await Workers.GetRowsAsync("r1", plan + 1, None)).Counts);
    }

    IWorkerStore Workers => Store.Workers!;

    static WorkerEntry Entry(string id, string host = "box") => new(id, host, 1, "service:1");

    static StoreCommit Day(WorkerTicket pass, int plan, PlanUnit unit) => Commit(TestBars.Batch([unit.From], 3), expectNew: true) with
    {
        RunId = pass.Lease.RunId,
        Lease = pass.Lease,
        WorkerId = pass.WorkerId,
        Days = [new DayTally { Date = unit.From, Expected = 3 }],
        Units = [new UnitMark(plan, unit.Number, false)],
    };

    Task<IReadOnlyList<PlanUnit>> ClaimAsync(WorkerTicket pass, int plan, int count) =>
        Workers.ClaimAsync(new UnitClaim(pass.Lease.RunId, plan, RequestShape.MarketDay, pass.WorkerId, count), None);

    Task SilenceAsync() => Database.ExecuteAsync("update sync_worker set heartbeat_at = clock_timestamp() - interval '61 seconds'");

    // Refused, and nothing of it is there.
    async Task<StockSyncException> RefusedAsync(StoreCommit commit)
    {
        var error = await Assert.ThrowsAsync<StockSyncException>(() => PrepareAndCommitAsync(commit));
        Assert.Empty(await ReadAsync());
        Assert.Empty(await Store.Days.GetDaysAsync(null, null, None));
        return error;
    }

    async Task<(Lease Lease, WorkerTicket Pass, int Plan)> ShareAsync(int units)
    {
        var lease = await StartRunAsync("r1");
        var pass = (await Workers.JoinAsync(Entry("w1"), None))!;
        var days = TestBars.Days(units);
        int plan = await Workers.PublishAsync(
            lease,
            new PublishedPlan
            {
                From = days[0],
                To = days[^1],
                OpenDays = days,
                Units = [.. days.Select((d, i) => new PlanUnit(i + 1, RequestShape.MarketDay, default, d, d, false))],
            },
            None);
        return (lease, pass, plan);
    }
}
