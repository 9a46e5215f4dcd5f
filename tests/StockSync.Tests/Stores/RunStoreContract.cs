using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Runs, the lease, the request budget and what is remembered of a service.</summary>
public abstract class RunStoreContract : StoreContract
{
    const string Service = "public-api.baostock.com:10030";
    static readonly DateOnly s_day = new(2024, 3, 1);

    [StoreFact]
    public async Task A_run_is_recorded_with_everything_it_says()
    {
        var run = new SyncRun
        {
            RunId = "r1", Kind = SyncKind.Retry, Status = SyncRunStatus.Running, StartedAt = Now, LastSeenAt = Now, From = s_day.ToDateTime(default),
            To = s_day.AddDays(3).ToDateTime(default), Shape = RequestShape.StockRange, Days = 4, EstimatedRequests = 9,
            EstimatedSeconds = 1.5, BatchSizes = "500", Host = "box", ProcessId = 7, Version = "0.1.0", Message = "m",
        };

        await Store.Runs.AddRunAsync(run, None);

        Assert.Equivalent(run, Assert.Single(await Store.Runs.GetRunsAsync(false, 10, None)), strict: true);
    }

    [StoreFact]
    public async Task A_run_recorded_again_gets_the_new_plan_and_keeps_its_counters()
    {
        await Store.Runs.AddRunAsync(NewRun("r1"), None);
        await Store.Bars.CommitAsync(Commit() with { RunId = "r1", Counters = new RunCounters { Requests = 3 } }, None);

        var plan = new SyncRun
        {
            RunId = "r1",
            Kind = SyncKind.Backfill,
            Status = SyncRunStatus.Running,
            StartedAt = Now,
            Shape = RequestShape.MarketDay,
            Days = 7,
            EstimatedRequests = 9,
        };
        await Store.Runs.AddRunAsync(plan, None);

        var run = Assert.Single(await Store.Runs.GetRunsAsync(false, 9, None));
        Assert.Equal((RequestShape.MarketDay, 7, 9, 3, "here"), (run.Shape, run.Days, run.EstimatedRequests, run.Requests, run.Host));
    }

    [StoreFact]
    public async Task Days_that_were_complete_when_a_run_was_planned_count_among_its_complete_days()
    {
        await Store.Runs.AddRunAsync(NewRun("r1"), None);
        await Store.Runs.AddRunAsync(
            new SyncRun { RunId = "r1", Kind = SyncKind.Backfill, Status = SyncRunStatus.Running, StartedAt = Now, Days = 7, DaysCompleted = 5 },
            None);

        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(1), 3)) with
        {
            RunId = "r1", Days = [new DayTally { Date = TestBars.FirstDay, Expected = 3 }],
        });
        await Store.Runs.EndRunAsync(new RunEnd { RunId = "r1", Status = SyncRunStatus.Partial, Message = null, Counters = RunCounters.Zero, Now = Now }, None);

        var run = Assert.Single(await Store.Runs.GetRunsAsync(false, 9, None));
        Assert.Equal((1, 6, 7), (run.DaysSettled, run.DaysCompleted, run.Days));
    }

    [StoreFact]
    public async Task Counters_of_commits_add_up_in_the_run()
    {
        var lease = await StartRunAsync("r1");
        var commit = Commit(TestBars.Batch(TestBars.Days(2), 10)) with
        {
            RunId = "r1",
            Lease = lease,
            Days = [.. TestBars.Days(2).Select((day, i) => new DayTally { Date = day, Expected = 10 + i })],
            Failures = [Failed(600000), Failed(600000, 3)],
            Quarantined = [new(new(600900), TestBars.FirstDay, "LowAboveClose", "x")],
            Counters = new RunCounters { Requests = 3, Retries = 1, BytesIn = 5_000_000_000, BytesOut = 7, BatchSizes = "500 600" },
        };

        await PrepareAndCommitAsync(commit);
        await PrepareAndCommitAsync(commit);
        await Store.Runs.EndRunAsync(new RunEnd { RunId = "r1", Status = SyncRunStatus.Partial, Message = "why", Counters = new RunCounters { Requests = 1 }, Now = Now.AddMinutes(5) }, None);

        var run = Assert.Single(await Store.Runs.GetRunsAsync(false, 10, None));
        // Totals: the commit that was done twice counts once, and the smaller number of the end takes nothing away.
        Assert.Equal((3, 1, 5_000_000_000L, 7L, "500 600"), (run.Requests, run.Retries, run.BytesIn, run.BytesOut, run.BatchSizes));
        Assert.Equal((20L, 0L, 20L, 2L), (run.Inserted, run.Updated, run.Unchanged, run.Quarantined));
        Assert.Equal((2, 1, 1), (run.DaysSettled, run.DaysCompleted, run.FailedStocks));
        Assert.Equal((SyncRunStatus.Partial, "why", TimeSpan.FromMinutes(5)), (run.Status, run.Message, run.Duration));
    }

    [StoreFact]
    public async Task Runs_come_newest_first_and_no_more_than_asked_for()
    {
        foreach (string id in new[] { "r1", "r3", "r2" })
            await Store.Runs.AddRunAsync(NewRun(id), None);

        Assert.Equal(["r3", "r2"], (await Store.Runs.GetRunsAsync(false, 2, None)).Select(run => run.RunId));
    }

    [StoreFact]
    public async Task Only_the_run_that_holds_a_living_lease_is_active()
    {
        await Store.Runs.AddRunAsync(NewRun("r0"), None);
        var lease = await StartRunAsync("r1");
        Assert.Equal("r1", Assert.Single(await Store.Runs.GetRunsAsync(true, 10, None)).RunId);

        await AgeLeaseAsync();
        Assert.Empty(await Store.Runs.GetRunsAsync(true, 10, None));

        Assert.True(await Store.Lease.RenewLeaseAsync(lease, None));
        Assert.Single(await Store.Runs.GetRunsAsync(true, 10, None));

        await Store.Lease.ReleaseLeaseAsync(lease, None);
        Assert.Empty(await Store.Runs.GetRunsAsync(true, 10, None));
    }

    [StoreFact]
    public async Task A_second_run_is_told_who_holds_the_lease()
    {
        var lease = await StartRunAsync("r1");
        await PrepareAndCommitAsync(Commit(TestBars.Batch(TestBars.Days(2), 3)) with
        {
            RunId = "r1", Lease = lease, Days = [.. TestBars.Days(2).Select(day => new DayTally { Date = day, Expected = 3 })],
        });

        var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.Lease.AcquireLeaseAsync("r2", Owner(99), Expiry, _ => false, None));

        Assert.Equal((ErrorIds.RunActive, ErrorKind.Busy, false), (error.ErrorId, error.Kind, error.IsTransient));
        Assert.All(["r1", "box", "4711", "2024-03-01 12:00:00Z", "2", "20"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.NotNull(error.Advice);
        Assert.True(await Store.Lease.RenewLeaseAsync(lease, None));
    }

    [StoreFact]
    public async Task A_released_lease_goes_to_the_next_run_with_a_higher_epoch()
    {
        var first = await StartRunAsync("r1");
        await Store.Lease.ReleaseLeaseAsync(first, None);
        await Store.Runs.EndRunAsync(new RunEnd { RunId = "r1", Status = SyncRunStatus.Completed, Message = null, Counters = RunCounters.Zero, Now = Now }, None);

        var second = await StartRunAsync("r2");

        Assert.True(second.Epoch > first.Epoch);
        Assert.Equal([SyncRunStatus.Running, SyncRunStatus.Completed], (await Store.Runs.GetRunsAsync(false, 9, None)).Select(run => run.Status));
    }

    [StoreFact]
    public async Task An_expired_lease_is_taken_over_and_its_run_marked_interrupted()
    {
        var first = await StartRunAsync("r1");
        await AgeLeaseAsync();

        var second = await StartRunAsync("r2");

        Assert.Equal(first.Epoch + 1, second.Epoch);
        Assert.Equal([SyncRunStatus.Running, SyncRunStatus.Interrupted], (await Store.Runs.GetRunsAsync(false, 9, None)).Select(run => run.Status));
        Assert.False(await Store.Lease.RenewLeaseAsync(first, None));
        await Store.Lease.ReleaseLeaseAsync(first, None);
        Assert.True(await Store.Lease.RenewLeaseAsync(second, None));
    }

    [StoreFact]
    public async Task A_lease_whose_owner_is_dead_is_taken_over_at_once()
    {
        await StartRunAsync("r1");
        LeaseOwner? asked = null;

        var lease = await Store.Lease.AcquireLeaseAsync("r2", Owner(99), Expiry, owner => (asked = owner) == owner, None);

        Assert.Equal(Owner(), asked);
        Assert.Equal("r2", lease.RunId);
    }

    [StoreFact]
    public async Task A_commit_under_a_lost_lease_writes_nothing()
    {
        var lost = await StartRunAsync("r1");
        await AgeLeaseAsync();
        await StartRunAsync("r2");
        var bars = TestBars.Batch(TestBars.Days(2), 5);
        await Store.Bars.PrepareRangeAsync(bars[0].Date, bars[9].Date, None);

        foreach (var commit in new[]
        {
            Commit(bars), Commit(bars, expectNew: true), Commit(TestBars.Batch(TestBars.Days(1), 5)), Commit(),
            Commit(TestBars.Batch(TestBars.Days(1), 5), expectNew: true) with { IsSingle = true, IsFirstAttempt = true },
        })
        {
            var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.Bars.CommitAsync(
                commit with { RunId = "r1", Lease = lost, Days = [new() { Date = TestBars.FirstDay, Expected = 5 }] }, None));
            Assert.Equal((ErrorIds.LeaseLost, false), (error.ErrorId, error.IsTransient));
        }

        Assert.Equal("0", await Database.ScalarAsync("select count(*) from daily_stock_data"));
        Assert.Empty(await Store.Days.GetDaysAsync(null, null, None));
        Assert.Equal([0, 0], (await Store.Runs.GetRunsAsync(false, 9, None)).Select(run => run.DaysSettled));
    }

    [StoreFact]
    public async Task A_commit_renews_the_lease()
    {
        var lease = await StartRunAsync("r1");
        await AgeLeaseAsync();

        await Store.Bars.CommitAsync(Commit() with { RunId = "r1", Lease = lease }, None);

        await Assert.ThrowsAsync<StockSyncException>(() => Store.Lease.AcquireLeaseAsync("r2", Owner(99), Expiry, _ => false, None));
    }

    [StoreFact]
    public async Task Of_many_that_want_the_lease_at_once_one_gets_it()
    {
        await using var other = Open();
        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            try
            {
                await (i % 2 == 0 ? Store : other).Lease.AcquireLeaseAsync($"r{i}", Owner(i), Expiry, _ => false, None);
                return true;
            }
            catch (StockSyncException e) when (e.ErrorId == ErrorIds.RunActive)
            {
                return false;
            }
        })));

        Assert.Single(tries, won => won);
    }

    [StoreFact]
    public async Task Requests_are_granted_up_to_the_budget_and_given_back_up_to_what_was_taken()
    {
        Assert.Equal(0, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
        Assert.Equal(60, await Store.Services.ReserveRequestsAsync(Service, s_day, 60, 100, None));
        Assert.Equal(40, await Store.Services.ReserveRequestsAsync(Service, s_day, 60, 100, None));
        Assert.Equal(0, await Store.Services.ReserveRequestsAsync(Service, s_day, 1, 100, None));
        Assert.Equal(0, await Store.Services.ReserveRequestsAsync(Service, s_day, 5, 50, None));
        Assert.Equal(-30, await Store.Services.ReserveRequestsAsync(Service, s_day, -30, 100, None));
        Assert.Equal(70, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
        Assert.Equal(-70, await Store.Services.ReserveRequestsAsync(Service, s_day, -100, 100, None));
        Assert.Equal(0, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
        Assert.Equal(10, await Store.Services.ReserveRequestsAsync(Service, s_day.AddDays(1), 10, 100, None));
        Assert.Equal(0, await Store.Services.ReserveRequestsAsync("other:1", s_day, -5, 100, None));
        Assert.Equal(7, await Store.Services.ReserveRequestsAsync("other:1", s_day, 50, 7, None));
    }

    [StoreFact]
    public async Task Parallel_callers_never_get_more_than_the_budget()
    {
        await using var other = Open();
        var granted = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).Services.ReserveRequestsAsync(Service, s_day, 7, 200, None))));

        Assert.Equal(200, granted.Sum());
        Assert.Equal(200, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
    }

    [StoreFact]
    public async Task A_service_is_remembered_and_an_unknown_one_has_the_defaults()
    {
        Assert.Equal(new ServiceState { Endpoint = Service }, await Store.Services.GetServiceAsync(Service, None));
        var state = new ServiceState
        {
            Endpoint = Service, SupportsMarketDay = false, BlockedUntil = Now, BlockedReason = "10001011",
            Costs = ServiceCosts.None
                .With(CostKind.MarketDay, new LearnedCost(41.5, 12, Now))
                .With(CostKind.Row, new LearnedCost(0.1 + 0.2, 299.75, Now.AddTicks(1))),
        };

        await Store.Services.PutServiceAsync(new ServiceState { Endpoint = Service, SupportsMarketDay = true }, None);
        await Store.Services.PutServiceAsync(state, None);

        Assert.Equal(state, await Store.Services.GetServiceAsync(Service, None));
        Assert.Equal(DateTimeKind.Utc, (await Store.Services.GetServiceAsync(Service, None)).BlockedUntil!.Value.Kind);
        Assert.Equal("41.5", await Database.ScalarAsync("select market_day_seconds from sync_service"));
    }

    [StoreFact]
    public async Task With_the_end_of_a_run_go_its_lease_its_unused_requests_and_what_it_learned_and_all_of_it_once()
    {
        var lease = await StartRunAsync("r1");
        await Store.Services.ReserveRequestsAsync(Service, s_day, 50, 100, None);
        var end = new RunEnd
        {
            RunId = "r1",
            Status = SyncRunStatus.Completed,
            Counters = new RunCounters { Requests = 30 },
            Now = Now.AddMinutes(1),
            Service = new ServiceState { Endpoint = Service, SupportsMarketDay = true },
            Unused = new UnusedRequests(Service, s_day, 20),
            Released = lease,
        };

        var ended = await Store.Runs.EndRunAsync(end, None);
        // The answer to the first was lost, and another run has begun meanwhile.
        var second = await StartRunAsync("r2");
        await Store.Runs.EndRunAsync(end, None);

        Assert.Equal((SyncRunStatus.Completed, 30, TimeSpan.FromMinutes(1)), (ended!.Status, ended.Requests, ended.Duration));
        Assert.Equal(30, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
        Assert.True((await Store.Services.GetServiceAsync(Service, None)).SupportsMarketDay);
        Assert.True(second.Epoch > lease.Epoch);
        Assert.True(await Store.Lease.RenewLeaseAsync(second, None));
    }

    [StoreFact]
    public async Task The_end_of_a_run_that_was_never_recorded_is_told_as_that() =>
        Assert.Null(await Store.Runs.EndRunAsync(new RunEnd { RunId = "r9", Status = SyncRunStatus.Failed, Now = Now }, None));

    [StoreFact]
    public async Task The_calls_of_a_batch_answer_as_each_alone_and_only_once_it_has_run()
    {
        await Store.Runs.AddRunAsync(NewRun("r1"), None);
        await Store.Services.ReserveRequestsAsync(Service, s_day, 5, 100, None);
        var batch = Store.NewBatch();
        var runs = batch.Add(store => store.Runs.GetRunsAsync(false, 9, None));
        var reserved = batch.Add(store => store.Services.GetReservedRequestsAsync(Service, s_day, None));
        var granted = batch.Add(store => store.Services.ReserveRequestsAsync(Service, s_day, 5, 8, None));
        var stocks = batch.Add(store => store.Reference.GetStocksAsync(None));
        Assert.Throws<InvalidOperationException>(() => runs.Value);
        Assert.Equal(5, await Store.Services.GetReservedRequestsAsync(Service, s_day, None));
        await batch.RunAsync(None);

        Assert.Equal("r1", Assert.Single(runs.Value).RunId);
        Assert.Equal((5, 3), (reserved.Value, granted.Value));
        Assert.Empty(stocks.Value);
        Assert.Throws<InvalidOperationException>(() => batch.Add(store => store.Reference.GetStocksAsync(None)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => batch.RunAsync(None));
    }

    [StoreFact]
    public async Task A_call_of_a_batch_may_ask_again_for_what_an_answer_says()
    {
        await Store.Runs.AddRunAsync(NewRun("r1"), None);
        var batch = Store.NewBatch();
        var reserved = batch.Add(async store =>
        {
            var runs = await store.Runs.GetRunsAsync(false, 9, None);
            return await store.Services.ReserveRequestsAsync(Service, s_day, runs.Count, 100, None);
        });
        await batch.RunAsync(None);
        Assert.Equal(1, reserved.Value);
    }

    [StoreFact]
    public async Task Learned_costs_that_nobody_measured_are_learned_anew()
    {
        var state = new ServiceState { Endpoint = Service, BlockedReason = "10001011" };
        await Store.Services.PutServiceAsync(state, None);
        foreach (string costs in new[] { "no document", """{"MarketDay":"soon"}""", """{"Future":{"Mean":1,"Weight":1},"MarketDay":{"Mean":-4,"Weight":1}}""" })
        {
            await Database.ExecuteAsync($"update sync_service set costs = '{costs}'");
            Assert.Equal(state, await Store.Services.GetServiceAsync(Service, None));
        }
    }

    private protected abstract Task AgeLeaseAsync();
}
