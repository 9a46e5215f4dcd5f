using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Joining;

/// <summary>Machines that die, stop or are stopped: the others go on, and nothing is lost or doubled.</summary>
public class MachineFaultTests
{
    [PostgresFact]
    public async Task A_machine_that_dies_loses_its_units_to_the_others_and_its_late_commit_is_refused()
    {
        await using var rig = await JoinRig.StartAsync();
        await using var ghost = StoreFactory.Open(rig.Second.Settings, TimeProvider.System);
        WorkerTicket? pass = null;
        IReadOnlyList<PlanUnit> units = [];
        var leader = new MeetingObserver
        {
            Meet = async () =>
            {
                pass = await ghost.Workers!.JoinAsync(new WorkerEntry("ghost", "ghost", 1, "service:1"), default);
                int plan;
                while ((plan = (await ghost.Workers.ReadStatusAsync(pass!, default)).Plan) == 0)
                    Assert.Equal(WorkerState.Active, (await ghost.Workers.ReadStatusAsync(pass!, default)).State);
                units = await ghost.Workers.ClaimAsync(new UnitClaim(pass!.Lease.RunId, plan, RequestShape.MarketDay, "ghost", 3), default);
                await rig.Database.ExecuteAsync("update sync_worker set heartbeat_at = clock_timestamp() - interval '61 seconds'");
            },
        };
        await rig.LeadAsync(leader);

        Assert.Equal(3, units.Count);
        await rig.AssertTruthAsync();
        Assert.All(leader.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(rig.Days.Count, rig.First.BarRequests);
        await Assert.ThrowsAsync<StockSyncException>(() => ghost.Bars.CommitAsync(
            new StoreCommit
            {
                Now = DateTime.UtcNow,
                RunId = pass!.Lease.RunId,
                Lease = pass.Lease,
                WorkerId = pass.WorkerId,
                Failures = [new FailedStock { Code = "600000", From = default, To = default, Reason = "x", Attempts = 1 }],
            },
            default));
        Assert.Empty(await rig.First.FailuresAsync());
    }

    [PostgresFact]
    public async Task When_the_runs_own_machine_dies_the_others_stop_with_an_error_and_a_new_run_goes_on_where_it_stopped()
    {
        await using var rig = await JoinRig.StartAsync();
        var gate = new TaskCompletionSource();
        var hung = new TaskCompletionSource();
        rig.First.Wrap = source => new HungSource(source, 8, gate.Task, hung);
        // A dead machine gives no sign of life.
        rig.First.Settings = rig.First.Settings with { LeaseHeartbeat = TimeSpan.FromHours(1) };
        var joining = Task.CompletedTask;
        var worker = new MeetingObserver();
        var leading = rig.LeadAsync(new MeetingObserver
        {
            Meet = () =>
            {
                joining = rig.JoinAsync(worker);
                return worker.Joined;
            },
        });
        await hung.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await worker.Worked;
        while (!joining.IsCompleted)
            await SilenceAsync(rig);
        Assert.Equal(ErrorIds.LeaderGone, (await Assert.ThrowsAsync<StockSyncException>(() => joining)).ErrorId);

        await SilenceAsync(rig);
        int asked = rig.First.BarRequests + rig.Second.BarRequests;
        int done = (await rig.Second.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed);
        var again = new MeetingObserver();
        await JoinRig.RunAsync(rig.Second, JoinRig.Backfill with { Shape = RequestShape.MarketDay }, again);
        Assert.Equal(rig.Days.Count - done, rig.First.BarRequests + rig.Second.BarRequests - asked);
        Assert.All(again.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await rig.AssertTruthAsync();

        gate.SetResult();
        Assert.Equal(ErrorIds.LeaseLost, (await Assert.ThrowsAsync<StockSyncException>(() => leading)).ErrorId);
        await rig.AssertTruthAsync();
    }

    [PostgresFact]
    public async Task A_run_that_its_user_stops_tells_the_machines_that_joined_it()
    {
        await using var rig = await JoinRig.StartAsync();
        using var stop = new CancellationTokenSource();
        var joining = Task.CompletedTask;
        var worker = new MeetingObserver();
        var leader = new MeetingObserver
        {
            Meet = async () =>
            {
                joining = rig.JoinAsync(worker);
                await worker.Worked;
                await stop.CancelAsync();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.LeadAsync(leader, cancellationToken: stop.Token));
        var error = await Assert.ThrowsAsync<StockSyncException>(() => joining);
        Assert.Equal(ErrorIds.LeaderGone, error.ErrorId);
        Assert.NotNull(error.Advice);
    }

    [PostgresFact]
    public async Task A_joined_machine_whose_budget_is_spent_leaves_and_the_rest_is_done_without_it()
    {
        await using var rig = await JoinRig.StartAsync();
        rig.Second.Settings = rig.Second.Settings with { DailyBudget = 8 };
        var (leader, worker) = await rig.TogetherAsync();
        Assert.Single(worker.Seen.Warnings);
        Assert.Equal(8, rig.Second.Service.Log.Entries.Count);
        Assert.All(leader.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await rig.AssertTruthAsync();
        // An address's budget is spent by whatever it asks for: as a worker, and in a run of its own.
        var own = new MeetingObserver();
        await JoinRig.RunAsync(rig.Second, JoinRig.Backfill with { Force = true }, own);
        Assert.Single(own.Seen.Warnings);
        Assert.Equal(8, rig.Second.Service.Log.Entries.Count);
    }

    [PostgresFact]
    public async Task A_run_whose_own_machine_may_ask_no_more_waits_for_the_others_and_is_complete()
    {
        await using var rig = await JoinRig.StartAsync();
        var (leader, _) = await rig.TogetherAsync(request: JoinRig.Backfill with { MaxRequests = 10 });
        Assert.Equal(10, rig.First.Service.Log.Entries.Count);
        Assert.Equal(rig.Days, leader.Seen.Days.Select(d => DateOnly.FromDateTime(d.Date)).Order());
        Assert.All(leader.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(SyncRunStatus.Completed, (await rig.First.RunsAsync())[0].Status);
        await rig.AssertTruthAsync();
    }

    [PostgresFact]
    public async Task A_ban_of_a_joined_machine_stops_it_alone_and_is_remembered_for_its_address()
    {
        await using var rig = await JoinRig.StartAsync();
        rig.Second.Service.Faults.Add("98 skip 2 x* error 10001011");
        var joining = Task.CompletedTask;
        var worker = new MeetingObserver();
        await rig.LeadAsync(new MeetingObserver
        {
            Meet = () =>
            {
                joining = rig.JoinAsync(worker);
                return worker.Worked;
            },
        });
        Assert.Equal(ErrorIds.SourceBanned, (await Assert.ThrowsAsync<StockSyncException>(() => joining)).ErrorId);
        await rig.AssertTruthAsync();
        Assert.Equal(SyncRunStatus.Completed, (await rig.First.RunsAsync())[0].Status);

        int frames = rig.Second.Service.Log.Entries.Count;
        foreach (var request in new[] { JoinRig.Backfill with { Join = true }, JoinRig.Backfill with { Force = true } })
        {
            var blocked = await Assert.ThrowsAsync<StockSyncException>(() => JoinRig.RunAsync(rig.Second, request, new MeetingObserver()));
            Assert.Equal(ErrorIds.SourceBanned, blocked.ErrorId);
        }
        Assert.Equal(frames, rig.Second.Service.Log.Entries.Count);
    }

    [PostgresFact]
    public async Task Who_comes_when_all_is_done_leaves_without_a_word()
    {
        await using var rig = await JoinRig.StartAsync();
        var joining = Task.CompletedTask;
        var worker = new MeetingObserver();
        int settled = 0;
        await rig.LeadAsync(new MeetingObserver
        {
            Seen = new RecordingObserver
            {
                OnDay = _ =>
                {
                    if (++settled < rig.Days.Count)
                        return;
                    joining = Task.Run(() => rig.JoinAsync(worker));
                    worker.Joined.Wait();
                },
            },
        });
        await joining;
        Assert.Empty(worker.Seen.Days);
        Assert.Equal(0, rig.Second.BarRequests);
        await rig.AssertTruthAsync();
    }

    [PostgresFact]
    public async Task Where_no_run_is_under_way_there_is_nothing_to_join()
    {
        await using var rig = await JoinRig.StartAsync();
        var empty = await Assert.ThrowsAsync<StockSyncException>(() => rig.JoinAsync(new MeetingObserver()));
        Assert.Equal(ErrorIds.NothingToJoin, empty.ErrorId);
        await rig.LeadAsync(new MeetingObserver(), request: JoinRig.Backfill with { To = JoinRig.From.AddDays(1) });
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.JoinAsync(new MeetingObserver()));
        Assert.Equal((ErrorIds.NothingToJoin, true), (error.ErrorId, error.Advice!.Contains("-Join", StringComparison.Ordinal)));
        Assert.Empty(rig.Second.Service.Log.Entries);
    }

    [Fact]
    public async Task A_file_cannot_be_shared_by_machines()
    {
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 7, stocks: 5, JoinRig.From, JoinRig.To));
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(JoinRig.Backfill with { Join = true }));
        Assert.Equal(ErrorIds.JoinUnsupported, error.ErrorId);
        Assert.Contains("PostgreSQL", error.Advice, StringComparison.Ordinal);
        Assert.Empty(rig.Service.Log.Entries);
    }

    static Task SilenceAsync(JoinRig rig) =>
        rig.Database.ExecuteAsync("update sync_lease set heartbeat_at = clock_timestamp() - interval '61 seconds'");
}
