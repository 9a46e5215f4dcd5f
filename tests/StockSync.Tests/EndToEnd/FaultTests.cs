using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>A service that misbehaves: what is stored is right, what is missing is said, and a later run makes it good.</summary>
public class FaultTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Theory]
    [InlineData("98 skip 3 x2 drop")]
    [InlineData("98 skip 3 x2 reset")]
    [InlineData("98 skip 3 x1 half 50%")]
    [InlineData("98 skip 3 x2 badzlib")]
    [InlineData("98 skip 3 x2 truncated")]
    [InlineData("98 skip 3 x2 wrong")]
    [InlineData("98 skip 3 x2 error 10001001")]
    [InlineData("98 skip 3 x2 error 10005001")]
    [InlineData("98 skip 3 x2 garbled date")]
    [InlineData("98 skip 3 x2 short")]
    public async Task A_passing_fault_is_tried_again_and_leaves_no_trace_in_the_data(string fault)
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add(fault);
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Contains(rig.Service.Log.Entries, e => e.Fault is not null);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        Assert.True((await rig.RunsAsync())[0].Retries > 0);
    }

    [Fact]
    public async Task A_stall_ends_at_its_deadline_and_the_connection_is_not_used_again()
    {
        await using var rig = await StartAsync();
        rig.Settings = rig.Settings with { ReadTimeout = TimeSpan.FromMilliseconds(300), MarketDayTimeout = TimeSpan.FromMilliseconds(300) };
        rig.Service.Faults.Add("98 skip 2 x1 stall");
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(2, rig.Service.Log.Entries.Select(e => e.Connection).Distinct().Count());
    }

    [Fact]
    public async Task A_stock_that_fails_in_both_rounds_is_reported_and_retried_later_while_the_rest_is_stored()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("95:sh.600000 x* drop");
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange);

        var error = Assert.Single(seen.Errors);
        var failed = Assert.IsType<FailedStock>(error.Target);
        Assert.Equal(("600000", ErrorIds.SourceDisconnected, 6), (failed.Code, failed.Reason, failed.Attempts));
        Assert.All(seen.Days, d => Assert.Equal((SyncDayStatus.Partial, 1, 0), (d.Status, d.Failed, d.Missing)));
        Assert.Equal("600000", Assert.Single(await rig.FailuresAsync()).Code);

        rig.Service.Faults.Clear();
        int before = rig.BarRequests;
        var retried = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry });
        Assert.Equal(1, rig.BarRequests - before);
        Assert.All(retried.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Empty(await rig.FailuresAsync());
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_market_day_that_fails_in_both_rounds_is_a_failed_day_that_a_retry_completes()
    {
        await using var rig = await StartAsync();
        var bad = rig.Market.TradingDays(s_from, s_to).Skip(4).First();
        rig.Service.Faults.Add(new Fault("98", FaultAction.Drop) { From = bad, To = bad, Times = Fault.Forever });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        var day = Assert.Single(seen.Days, d => d.Status != SyncDayStatus.Completed);
        Assert.Equal((SyncDayStatus.Failed, bad), (day.Status, DateOnly.FromDateTime(day.Date)));
        Assert.Equal(day.Expected, day.Failed);
        Assert.Equal("*", Assert.Single(await rig.FailuresAsync()).Code);

        rig.Service.Faults.Clear();
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Retry, Targets = [new RetryTarget(null, bad, bad)] });
        Assert.Empty(await rig.FailuresAsync());
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_partial_day_stays_open_with_its_late_stocks_and_is_completed_later()
    {
        await using var rig = await StartAsync();
        var late = rig.Market.TradingDays(s_from, s_to).Last();
        rig.Service.Faults.Add(new Fault("98", FaultAction.PartialDay(0.7)) { From = late, To = late, Times = Fault.Forever });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        var day = Assert.Single(seen.Days, d => d.Status != SyncDayStatus.Completed);
        Assert.Equal(SyncDayStatus.Partial, day.Status);
        Assert.True(day.Late > 0);
        Assert.Equal(day.Expected, day.Stored + day.Suspended + day.Late);

        rig.Service.Faults.Clear();
        var again = await rig.BackfillAsync(s_from, s_to);
        Assert.All(again.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task Incident_a_trading_day_with_zero_rows_is_neither_a_holiday_nor_completed()
    {
        await using var rig = await StartAsync();
        var empty = rig.Market.TradingDays(s_from, s_to).First();
        rig.Service.Faults.Add(new Fault("98", FaultAction.ZeroRows) { From = empty, To = empty, Times = Fault.Forever });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        var day = Assert.Single(seen.Days, d => d.Status != SyncDayStatus.Completed);
        Assert.Equal((SyncDayStatus.Failed, empty, 0), (day.Status, DateOnly.FromDateTime(day.Date), day.Stored));
        Assert.Equal(day.Expected, day.Late);
    }

    [Fact]
    public async Task A_bar_that_breaks_a_rule_is_set_aside_and_the_rest_of_the_day_is_stored()
    {
        await using var rig = await StartAsync();
        var bad = rig.Market.TradingDays(s_from, s_to).Skip(2).First();
        rig.Service.Faults.Add(new Fault("98", FaultAction.GarbledRow(Garbling.NaN)) { From = bad, To = bad, Times = Fault.Forever });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        var day = Assert.Single(seen.Days, d => d.Status != SyncDayStatus.Completed);
        Assert.Equal((SyncDayStatus.Partial, 1), (day.Status, day.Quarantined));
        Assert.Equal(day.Expected - 1, day.Stored + day.Suspended);

        rig.Service.Faults.Clear();
        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_ban_stops_at_once_is_remembered_and_only_IgnoreBan_overrides_it()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 3 x* error 10001011");
        var banned = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay));
        Assert.Equal(ErrorIds.SourceBanned, banned.ErrorId);
        Assert.Equal(4, rig.Service.Log.Count("98"));

        int frames = rig.Service.Log.Entries.Count;
        var force = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay, Force = true };
        var blocked = await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(force));
        Assert.Equal(ErrorIds.SourceBanned, blocked.ErrorId);
        Assert.Equal(frames, rig.Service.Log.Entries.Count);

        rig.Service.Faults.Clear();
        await rig.RunAsync(force with { IgnoreBan = true });
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_spent_budget_stops_cleanly_and_says_when_it_goes_on()
    {
        await using var rig = await StartAsync();
        rig.Settings = rig.Settings with { DailyBudget = 12 };
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Contains("12", Assert.Single(seen.Warnings), StringComparison.Ordinal);
        Assert.Equal(rig.Market.TradingDays(s_from, s_to).Count(), seen.Days.Count);
        Assert.Contains(seen.Days, d => d.Status == SyncDayStatus.Pending);
        Assert.InRange(rig.Service.Log.Entries.Count(e => e.Type != "02"), 1, 12);
        Assert.Equal(SyncRunStatus.Stopped, (await rig.RunsAsync())[0].Status);
        rig.Settings = rig.Settings with { DailyBudget = 1000 };
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_service_that_is_gone_ends_the_run_with_one_clear_error()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 4 x* drop");
        rig.Settings = rig.Settings with { OutageLimit = 3, OutageBudget = TimeSpan.FromSeconds(1) };
        var error = await Assert.ThrowsAsync<StockSyncException>(() => rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay));
        Assert.Equal(ErrorIds.SourceUnreachable, error.ErrorId);
        Assert.InRange(rig.Service.Log.Count("98"), 5, 40);
        Assert.Equal(4, (await rig.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed));
        rig.Service.Faults.Clear();
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task A_service_that_is_back_in_time_is_waited_for_and_the_run_completes_by_itself()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 skip 4 x14 drop");
        rig.Settings = rig.Settings with { OutageLimit = 3, OutageBudget = TimeSpan.FromSeconds(10) };
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Contains(seen.Warnings, w => w.Contains("The service does not respond", StringComparison.Ordinal));
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static async Task<EngineRig> StartAsync() => await EngineRig.StartAsync(new MadeUpMarket(seed: 11, stocks: 30, s_from, s_to));
}
