using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Stores;
using StockSync.MarketServer;
using StockSync.Tests.SourceFaults;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>What is told of a run before it begins: within a copy of chosen stocks, of absences that are asked for again, of a first run.</summary>
public sealed class CopyPlanTests : IAsyncDisposable
{
    static readonly DateOnly s_from = new(2024, 1, 22);
    static readonly DateOnly s_newest = new(2024, 1, 31);
    static readonly MadeUpMarket s_truth = new(seed: 37, stocks: 600, new DateOnly(2024, 1, 2), s_newest);

    readonly ChangingMarket _market = new(s_truth);
    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2024, 1, 30, 13, 0, 0, TimeSpan.Zero));
    EngineRig? _rig;

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_run_for_the_whole_market_of_a_copy_of_chosen_stocks_says_that_it_makes_it_wider()
    {
        var rig = await StartAsync();
        StockCode[] chosen = [.. s_truth.ListedCodes(s_from).Take(2).Select(Stock)];
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = new DateOnly(2024, 1, 30) };
        await rig.RunAsync(request with { Codes = chosen });

        var done = await PlanAsync(request with { Codes = chosen });
        Assert.Equal((false, 0), (done.Widens, done.Requests));
        var third = await PlanAsync(request with { Codes = [Stock(s_truth.ListedCodes(s_from).ElementAt(5))] });
        Assert.Equal((false, 1), (third.Widens, third.Stocks));
        var daily = await PlanAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal((false, 0), (daily.Widens, daily.Requests));

        var wider = await PlanAsync(request);
        Assert.Equal((true, 0, 7), (wider.Widens, wider.CompleteDays, wider.TradingDays));
        Assert.InRange(wider.Stocks, 500, 598);
        var run = await RunAsync(request);
        Assert.Equal(run.Requests, wider.Requests);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, true), (d.Status, d.Expected > 500)));
        Assert.False((await PlanAsync(request)).Widens);
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_day_on_which_none_of_the_chosen_stocks_is_expected_lacks_nothing(RequestShape shape)
    {
        var rig = await StartAsync();
        DateOnly first = new(2024, 1, 2);
        string young = s_truth.ListedCodes(new DateOnly(2024, 1, 29)).Except(s_truth.ListedCodes(first)).First();
        var request = new SyncRequest
        {
            Kind = SyncKind.Backfill, From = first, To = new DateOnly(2024, 1, 30), Codes = [Stock(young)], Shape = shape,
        };
        Assert.Equal(SyncRunStatus.Completed, (await RunAsync(request)).Status);
        var days = await rig.CheckpointAsync();
        Assert.Contains(days, d => d.Expected == 0);
        Assert.All(days, d => Assert.Equal((SyncDayStatus.Completed, d.Expected, null), (d.Status, d.Stored + d.Suspended, d.Reason)));

        int asked = rig.BarRequests;
        await RunAsync(request);
        Assert.Equal(asked, rig.BarRequests);
        Assert.Empty((await rig.RunAsync(request with { Force = true })).Warnings);
        // The market is no such copy.
        await RunAsync(request with { Codes = [] });
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, true), (d.Status, d.Expected > 500)));
    }

    [Theory]
    [InlineData("sync_day")]
    [InlineData("sync_copy")]
    public async Task A_run_that_fails_while_it_makes_a_copy_wider_leaves_no_day_complete_that_is_not(string table)
    {
        var rig = await StartAsync();
        StockCode[] chosen = [.. s_truth.ListedCodes(s_from).Take(2).Select(Stock)];
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = new DateOnly(2024, 1, 30) };
        await rig.RunAsync(request with { Codes = chosen });
        await ExecuteAsync($"create trigger refuse before update on {table} begin select raise(abort, 'refused'); end");
        await Assert.ThrowsAsync<StockSyncException>(() => rig.RunAsync(request));
        await ExecuteAsync("drop trigger refuse");

        await using var store = StoreFactory.Open(rig.Settings, _clock);
        Assert.True((await store.Claims.GetCopyAsync(default)).IsChosen);
        // Either nothing has happened, or the days are open.
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(table == "sync_day", d.Status == SyncDayStatus.Completed));
        Assert.Equal(SyncRunStatus.Completed, (await RunAsync(request)).Status);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, true), (d.Status, d.Expected > 500)));
        Assert.False((await store.Claims.GetCopyAsync(default)).IsChosen);

        async Task ExecuteAsync(string sql)
        {
            await using var connection = new SqliteConnection($"Data Source={rig.Settings.Database};Pooling=False");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    [Fact]
    public async Task A_daily_plan_of_a_copy_of_chosen_stocks_asks_for_them_alone()
    {
        var rig = await StartAsync();
        StockCode[] chosen = [.. s_truth.ListedCodes(s_from).Take(2).Select(Stock)];
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = new DateOnly(2024, 1, 30), Codes = chosen });
        _clock.Advance(TimeSpan.FromDays(1));
        var request = new SyncRequest { Kind = SyncKind.Day };
        var plan = await PlanAsync(request);
        Assert.Equal((1, 2), (plan.TradingDays, plan.Stocks));
        Assert.Equal((await RunAsync(request)).Requests, plan.Requests);
    }

    [Fact]
    public async Task Absences_that_are_due_are_in_the_plan_of_a_daily_run()
    {
        string code = s_truth.ListedCodes(s_from).First();
        DateOnly lacked = new(2024, 1, 22);
        _market.Bar = bar => bar.Code == code && bar.Day == lacked ? null : bar;
        _market.IsListed = (day, listing) => listing.Code != code || day != lacked;
        var rig = await StartAsync();
        rig.Settings = rig.Settings with { LookBackDays = 2 };
        await rig.BackfillAsync(s_from, new DateOnly(2024, 1, 30), RequestShape.MarketDay);
        Assert.Equal(0, (await PlanAsync(new SyncRequest { Kind = SyncKind.Day })).Requests);
        _clock.Advance(TimeSpan.FromDays(1));
        var plan = await PlanAsync(new SyncRequest { Kind = SyncKind.Day });
        int bars = rig.BarRequests;
        var run = await RunAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal(run.Requests, plan.Requests);
        Assert.Equal(2, rig.BarRequests - bars);
    }

    [Fact]
    public async Task A_day_that_is_complete_with_absences_due_is_a_plan_for_those_alone()
    {
        string code = s_truth.ListedCodes(s_from).First();
        DateOnly lacked = new(2024, 1, 22);
        _market.Bar = bar => bar.Code == code && bar.Day == lacked ? null : bar;
        _market.IsListed = (day, listing) => listing.Code != code || day != lacked;
        var rig = await StartAsync();
        rig.Settings = rig.Settings with { LookBackDays = 2 };
        await rig.BackfillAsync(s_from, new DateOnly(2024, 1, 30), RequestShape.MarketDay);
        // The morning of the next day: its bars are not out yet.
        _clock.Advance(TimeSpan.FromHours(12));
        var plan = await PlanAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal((1, 1), (plan.CompleteDays, plan.Stocks));
        Assert.Contains("requested again", plan.Reason, StringComparison.Ordinal);
        Assert.Equal((await RunAsync(new SyncRequest { Kind = SyncKind.Day })).Requests, plan.Requests);
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task The_estimate_of_a_first_run_reckons_with_what_a_first_list_of_stocks_is_checked_by(RequestShape shape)
    {
        await StartAsync();
        var request = new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = new DateOnly(2024, 1, 30), Shape = shape };
        var plan = await PlanAsync(request);
        Assert.True(plan.IsEstimate);
        var run = await RunAsync(request);
        // Of a made-up market the number of stocks cannot be known; beside bars all is told.
        int bars = shape == RequestShape.MarketDay ? plan.TradingDays : plan.Stocks;
        Assert.Equal(run.Requests - _rig!.BarRequests, plan.Requests - bars);
        Assert.Equal(run.Requests, run.EstimatedRequests);
    }

    static StockCode Stock(string code) => StockCode.TryParse(code, out var stock) ? stock : throw new ArgumentException(code);

    async Task<EngineRig> StartAsync()
    {
        _rig = await EngineRig.StartAsync(_market);
        _rig.Time = _clock;
        return _rig;
    }

    async Task<SyncPlan> PlanAsync(SyncRequest request)
    {
        await using var engine = _rig!.Open();
        return await engine.PlanAsync(request, CancellationToken.None);
    }

    async Task<SyncRun> RunAsync(SyncRequest request)
    {
        await using var engine = _rig!.Open();
        return (await engine.RunAsync(request, new RecordingObserver(), CancellationToken.None))!;
    }
}
