using System.Globalization;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.Incidents;

/// <summary>What a checkpoint once claimed and the table did not hold.</summary>
public class RecordIncidents
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 1, 31);

    [Theory]
    [InlineData("98 x* error 10004011", RequestShape.MarketDay)]
    [InlineData("98 skip 3 x4 partial 0.3", RequestShape.MarketDay)]
    [InlineData("98 skip 2 x2 garbled nan", RequestShape.MarketDay)]
    [InlineData("98 skip 2 x2 zero", RequestShape.MarketDay)]
    [InlineData("95 skip 5 x9 drop", RequestShape.StockRange)]
    [InlineData("95 skip 5 x9 zero", RequestShape.StockRange)]
    public async Task Incident_the_status_said_4769_and_the_table_had_5269(string fault, RequestShape shape)
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add(fault);
        rig.Settings = rig.Settings with { OutageLimit = 1000 };
        // Twice: what a second run adds to a day must not be all that the day's record counts.
        for (int run = 0; run < 2; run++)
        {
            await rig.BackfillAsync(s_from, s_to, shape);
            var rows = (await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery(), CancellationToken.None))).CountBy(b => b.Date).ToDictionary();
            foreach (var day in await rig.CheckpointAsync())
            {
                Assert.Equal(rows.GetValueOrDefault(day.Date), day.Stored + day.Suspended);
                Assert.Equal(day.Expected, day.Stored + day.Suspended + day.Late + day.Failed + day.Quarantined + day.Missing);
                Assert.Equal(day.Status == SyncDayStatus.Completed, day.Expected == day.Stored + day.Suspended);
            }
            Assert.Equal(rows.Values.Sum(), (await rig.RunsAsync()).Sum(r => r.Inserted));
            rig.Service.Faults.Clear();
        }
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task Incident_six_real_trading_days_were_completed_with_zero_rows_after_a_run_of_three_workers()
    {
        await using var rig = await StartAsync(connections: 3);
        rig.Settings = rig.Settings with { ThrottleLimit = 3, OutageLimit = 1000 };
        var six = rig.Market.TradingDays(s_from, s_to).Skip(5).Take(6).ToHashSet();
        foreach (var day in six)
            rig.Service.Faults.Add(new Fault("98", FaultAction.ZeroRows) { From = day, Times = Fault.Forever });
        var seen = await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        foreach (var day in seen.Days)
            Assert.Equal(six.Contains(DateOnly.FromDateTime(day.Date)) ? SyncDayStatus.Failed : SyncDayStatus.Completed, day.Status);

        rig.Service.Faults.Clear();
        int before = rig.BarRequests;
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Equal(six.Count, rig.BarRequests - before);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Theory]
    [InlineData("00 x* error 10001002")]
    [InlineData("00 x* drop")]
    [InlineData("00 skip 1 x* error 10001002")]
    [InlineData("00 skip 1 x* drop")]
    public async Task Incident_a_failed_login_was_taken_for_a_holiday(string fault)
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add(fault);
        // After the first login the service forgets it, so that the second one comes in the middle of the run.
        rig.Service.Options.SessionLifetime = 6;
        // How long an outage is waited for is not what this is about.
        rig.Settings = rig.Settings with { OutageBudget = TimeSpan.FromSeconds(2) };
        var observer = new RecordingObserver();
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay };
        await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(request, observer));
        Assert.DoesNotContain(observer.Days, d => d.Status == SyncDayStatus.Skipped);
        var truth = rig.Market.AShareBars(s_from, s_to).CountBy(b => b.Day).ToDictionary();
        if (File.Exists(rig.Settings.Database))
        {
            foreach (var day in await rig.CheckpointAsync())
            {
                Assert.NotEqual(SyncDayStatus.Skipped, day.Status);
                if (day.Status == SyncDayStatus.Completed)
                    Assert.Equal(truth[DateOnly.FromDateTime(day.Date)], day.Stored + day.Suspended);
            }
        }
        rig.Service.Faults.Clear();
        rig.Service.Options.SessionLifetime = null;
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task Incident_a_working_Saturday_was_a_trading_day_and_a_holiday_on_a_Monday_was_none_of_ours()
    {
        // 4 February 2024 was a Sunday on which China worked; the exchanges were closed, and so they were on Monday the 12th.
        var sunday = new DateOnly(2024, 2, 4);
        var monday = new DateOnly(2024, 2, 12);
        var truth = new MadeUpMarket(seed: 67, stocks: 12, s_from, new(2024, 2, 29));
        var calendar = truth.Calendar.Select(d => d.Day == monday ? d with { IsTradingDay = false } : d);
        var open = calendar.Where(d => d.IsTradingDay).Select(d => d.Day).ToHashSet();
        await using var rig = await EngineRig.StartAsync(new FixedMarket(
            calendar, truth.Securities, truth.AShareBars(s_from, new(2024, 2, 29)).Where(b => open.Contains(b.Day))));
        var seen = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [sunday, monday] });
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Skipped, d.Status));
        Assert.Equal(0, rig.BarRequests);
        await rig.BackfillAsync(s_from, new(2024, 2, 29));
        Assert.Equal(open.Where(d => d >= s_from && d <= new DateOnly(2024, 2, 29)).Order(), (await rig.CheckpointAsync()).Select(d => DateOnly.FromDateTime(d.Date)));
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task Incident_suspended_stocks_counted_as_failed_so_that_no_day_was_ever_a_success(RequestShape shape)
    {
        var truth = new MadeUpMarket(seed: 71, stocks: 40, s_from, s_to);
        // More than half of the market is suspended, as the source writes it now: a row whose figures are empty.
        var market = new ChangingMarket(truth) { Bar = bar => IsSuspended(bar) ? Suspend(bar) : bar };
        await using var rig = await EngineRig.StartAsync(market);
        var seen = await rig.BackfillAsync(s_from, s_to, shape);
        Assert.All(seen.Days, d => Assert.Equal((SyncDayStatus.Completed, 0), (d.Status, d.Failed)));
        Assert.All(seen.Days, d => Assert.InRange(d.Suspended, d.Expected / 2, d.Expected));
        Assert.Empty(await rig.FailuresAsync());
        Assert.Equal(SyncRunStatus.Completed, (await rig.RunsAsync())[0].Status);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    static bool IsSuspended(MarketBar bar) => int.Parse(bar.Code.AsSpan(3), CultureInfo.InvariantCulture) % 3 != 0;

    static MarketBar Suspend(MarketBar bar)
    {
        foreach (string price in (string[])["open", "high", "low", "preclose"])
            bar = bar.With(price, bar.Close);
        foreach (string figure in (string[])["volume", "amount", "turn", "pctChg"])
            bar = bar.With(figure, "");
        return bar.With("tradestatus", "0");
    }

    static async Task<EngineRig> StartAsync(int connections = 1) => await EngineRig.StartAsync(
        new MadeUpMarket(seed: 67, stocks: 25, s_from, s_to), new MarketServerOptions { MaxConnections = connections });
}
