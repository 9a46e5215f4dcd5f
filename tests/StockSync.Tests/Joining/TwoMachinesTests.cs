using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Joining;

/// <summary>Two engines at one run, over the real wire, into PostgreSQL.</summary>
public class TwoMachinesTests
{
    [PostgresTheory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task Two_machines_share_a_plan_and_every_bar_is_right_once(RequestShape shape)
    {
        await using var rig = await JoinRig.StartAsync();
        var (leader, worker) = await rig.TogetherAsync(shape);

        await rig.AssertTruthAsync();
        string type = shape == RequestShape.MarketDay ? "98" : "95";
        var (ours, theirs) = (rig.First.Service.Log.Count(type), rig.Second.Service.Log.Count(type));
        Assert.InRange(ours, 1, int.MaxValue);
        Assert.InRange(theirs, 1, int.MaxValue);
        // No unit was asked for twice.
        int stocks = rig.First.Market.AShareBars(JoinRig.From, JoinRig.To).Select(b => b.Code).Distinct().Count();
        Assert.Equal(shape == RequestShape.MarketDay ? rig.Days.Count : stocks, ours + theirs);
        Assert.Equal(rig.Days, leader.Seen.Days.Select(d => DateOnly.FromDateTime(d.Date)).Order());
        Assert.All(leader.Seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(rig.First.Market.AShareBars(JoinRig.From, JoinRig.To).Count(), leader.Seen.Days.Sum(d => d.Inserted));
        // The joined machine tells of what it settled itself.
        Assert.Equal(shape == RequestShape.MarketDay ? theirs : 0, worker.Seen.Days.Count);
        Assert.Empty(leader.Seen.Errors.Concat(worker.Seen.Errors));
        Assert.Empty(leader.Seen.Warnings.Concat(worker.Seen.Warnings));
    }

    [PostgresFact]
    public async Task One_record_counts_what_all_machines_did()
    {
        await using var rig = await JoinRig.StartAsync();
        await rig.TogetherAsync();

        var run = Assert.Single(await rig.First.RunsAsync());
        Assert.Equal((SyncRunStatus.Completed, 1, "second"), (run.Status, run.Workers, run.WorkerHosts));
        int frames = rig.First.Service.Log.Entries.Count + rig.Second.Service.Log.Entries.Count;
        Assert.Equal((frames, rig.Days.Count, rig.Days.Count), (run.Requests, run.DaysSettled, run.DaysCompleted));
        Assert.Equal(rig.First.Market.AShareBars(JoinRig.From, JoinRig.To).Count(), run.Inserted);
    }

    [PgBouncerFact]
    public async Task Machines_meet_through_a_pooler()
    {
        await using var rig = await JoinRig.StartAsync(pooled: true);
        await rig.TogetherAsync();
        await rig.AssertTruthAsync();
        Assert.InRange(rig.Second.BarRequests, 1, int.MaxValue);
    }

    [PostgresFact]
    public async Task An_old_service_without_market_days_is_asked_stock_by_stock_by_both()
    {
        await using var rig = await JoinRig.StartAsync(options: () => new MarketServerOptions { Without98 = true });
        await rig.TogetherAsync(RequestShape.Auto);
        await rig.AssertTruthAsync();
        Assert.InRange(rig.Second.Service.Log.Count("95"), 1, int.MaxValue);
    }

    [PostgresFact]
    public async Task A_stock_that_the_joined_machine_cannot_get_is_a_failure_of_the_run()
    {
        await using var rig = await JoinRig.StartAsync();
        foreach (var each in new[] { rig.First, rig.Second })
            each.Service.Faults.Add("95:sh.600000 x* drop");
        var (leader, _) = await rig.TogetherAsync(RequestShape.StockRange);

        Assert.All(leader.Seen.Days, d => Assert.Equal((SyncDayStatus.Partial, 1, 0), (d.Status, d.Failed, d.Missing)));
        Assert.Equal("600000", Assert.Single(await rig.First.FailuresAsync()).Code);
        Assert.Equal((SyncRunStatus.Partial, 1), (await rig.First.RunsAsync())[0] is var run ? (run.Status, run.FailedStocks) : default);
    }
}
