using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>Bad input: one clear error that names it, and nothing changed.</summary>
public class InputTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Fact]
    public async Task An_unknown_code_is_named_before_any_bar_is_asked_for()
    {
        await using var rig = await StartAsync();
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(
            new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Codes = [new StockCode(699999)] }));
        Assert.Equal((ErrorIds.CodeUnknown, "699999"), (error.ErrorId, error.Target));
        Assert.Contains("699999", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, rig.BarRequests);
        Assert.Empty(await rig.CheckpointAsync());
        Assert.Equal(SyncRunStatus.Failed, Assert.Single(await rig.RunsAsync()).Status);
    }

    [Fact]
    public async Task A_plan_touches_neither_network_nor_disk()
    {
        await using var rig = await StartAsync();
        await using var engine = StockSync.Engine.EngineFactory.Create(rig.Settings);
        var plan = await engine.PlanAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to }, CancellationToken.None);
        Assert.True(plan.IsEstimate);
        Assert.True(plan.Requests > 0 && plan.Minutes > 0 && plan.BudgetShare > 0);
        Assert.Empty(rig.Service.Log.Entries);
        Assert.False(File.Exists(rig.Settings.Database));
    }

    [Fact]
    public async Task A_plan_tells_what_is_left_of_a_range_that_was_begun()
    {
        await using var rig = await StartAsync();
        await rig.BackfillAsync(s_from, new DateOnly(2024, 1, 12), RequestShape.MarketDay);
        int frames = rig.Service.Log.Entries.Count;
        await using var engine = StockSync.Engine.EngineFactory.Create(rig.Settings);
        var plan = await engine.PlanAsync(
            new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay }, CancellationToken.None);
        var left = rig.Market.TradingDays(new DateOnly(2024, 1, 13), s_to).Count();
        Assert.Equal((false, left + 3), (plan.IsEstimate, plan.Requests));
        Assert.Equal(plan.TradingDays, plan.CompleteDays + left);
        Assert.Equal(frames, rig.Service.Log.Entries.Count);
    }

    [Fact]
    public async Task An_unreachable_service_is_named()
    {
        await using var rig = await StartAsync();
        rig.Settings = rig.Settings with { Endpoint = "127.0.0.1:1" };
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to));
        Assert.Equal(ErrorIds.SourceUnreachable, error.ErrorId);
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
        Assert.Equal(SyncRunStatus.Failed, Assert.Single(await rig.RunsAsync()).Status);
    }

    [Fact]
    public async Task A_closed_day_is_skipped_and_a_day_already_complete_is_answered_from_the_checkpoint()
    {
        await using var rig = await StartAsync();
        var closed = new DateOnly(2024, 1, 6);
        var request = new SyncRequest { Kind = SyncKind.Day, Dates = [s_from, closed] };
        var first = await rig.RunAsync(request);
        Assert.Equal(
            [(s_from, SyncDayStatus.Completed), (closed, SyncDayStatus.Skipped)],
            first.Days.Select(d => (DateOnly.FromDateTime(d.Date), d.Status)).Order());
        int frames = rig.Service.Log.Entries.Count;
        var second = await rig.RunAsync(request);
        Assert.Equal(2, second.Days.Count);
        Assert.Equal(frames, rig.Service.Log.Entries.Count);
    }

    [Fact]
    public async Task Imported_dates_count_only_when_the_table_proves_them()
    {
        await using var rig = await StartAsync();
        var days = rig.Market.TradingDays(s_from, s_to).ToArray();
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [days[0], days[1]] });
        await using (var engine = StockSync.Engine.EngineFactory.Create(rig.Settings))
            Assert.Equal(1, await engine.ClearDaysAsync([days[0]], CancellationToken.None));

        var imported = await rig.ReadAsync(e => e.ImportDaysAsync([days[0], days[1], days[2]], [days[3]], CancellationToken.None));
        Assert.Equal(
            [SyncDayStatus.Completed, SyncDayStatus.Completed, SyncDayStatus.Pending, SyncDayStatus.Failed],
            imported.OrderBy(d => d.Date).Select(d => d.Status));
        Assert.DoesNotContain(await rig.CheckpointAsync(), d => DateOnly.FromDateTime(d.Date) == days[2]);
    }

    [Fact]
    public async Task A_second_run_is_told_who_is_at_it()
    {
        await using var rig = await StartAsync();
        rig.Service.Options.Latency["98"] = TimeSpan.FromSeconds(30);
        using var stop = new CancellationTokenSource();
        var first = rig.RunAsync(
            new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay }, null, stop.Token);
        await rig.Service.Log.WaitForAsync(e => e.Type == "98");
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to));
        Assert.Equal((ErrorIds.RunActive, ErrorKind.Busy), (error.ErrorId, error.Kind));
        Assert.Contains(Environment.MachineName, error.Message, StringComparison.Ordinal);
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        rig.Service.Options.Latency["98"] = TimeSpan.Zero;
        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static async Task<EngineRig> StartAsync() => await EngineRig.StartAsync(new MadeUpMarket(seed: 3, stocks: 20, s_from, s_to));
}
