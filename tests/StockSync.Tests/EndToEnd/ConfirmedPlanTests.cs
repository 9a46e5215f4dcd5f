using StockSync.Engine;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>
/// The plan that was shown is the plan that runs: a run marks in its plan which rows are there, so it is seen which plan it worked at. A plan
/// that something has made stale meanwhile is made anew.
/// </summary>
public sealed class ConfirmedPlanTests : IAsyncDisposable
{
    static readonly DateOnly s_known = new(2024, 1, 12);
    static readonly DateOnly s_from = new(2024, 1, 15);
    static readonly DateOnly s_to = new(2024, 1, 31);
    static readonly MadeUpMarket s_truth = new(seed: 41, stocks: 30, new DateOnly(2024, 1, 2), s_to);

    EngineRig? _rig;
    SyncEngine? _engine;

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        if (_rig is not null)
            await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    [InlineData(RequestShape.Auto)]
    public async Task A_plan_that_was_shown_is_the_plan_that_runs(RequestShape shape)
    {
        await StartAsync();
        var request = Request(shape);
        var shown = await _engine!.PlanAsync(request, default);
        var plan = _engine.Planned!;
        Assert.Equal(0, Present(plan));

        var (run, seen) = await RunAsync(request);
        Assert.Equal(run.Inserted, Present(plan));
        Assert.Equal((shown.Shape, shown.Requests), (run.Shape, run.Requests));
        Assert.DoesNotContain(seen.Verbose, IsChanged);
        await TruthChecker.AssertEqualAsync(_rig!, s_from, s_to);
        // It was worked off: it does not run again.
        Assert.Null(_engine.Planned);
    }

    [Fact]
    public async Task A_plan_of_single_stocks_that_was_shown_is_the_plan_that_runs()
    {
        await StartAsync();
        var request = Request(RequestShape.StockRange) with { Codes = [.. s_truth.ListedCodes(s_to).Order().Take(3).Select(Stock)] };
        await _engine!.PlanAsync(request, default);
        var plan = _engine.Planned!;
        var (run, seen) = await RunAsync(request);
        Assert.True(run.Inserted > 0);
        Assert.Equal(run.Inserted, Present(plan));
        Assert.DoesNotContain(seen.Verbose, IsChanged);
    }

    [Theory]
    [InlineData("records")]
    [InlineData("budget")]
    [InlineData("service")]
    public async Task A_plan_that_something_has_made_stale_is_made_anew(string what)
    {
        await StartAsync();
        var request = Request(RequestShape.Auto);
        var shown = await _engine!.PlanAsync(request, default);
        var plan = _engine.Planned!;
        await ChangeAsync(what);

        var (run, seen) = await RunAsync(request);
        // Another plan was worked at, and it asks for what is missing now.
        Assert.Equal(0, Present(plan));
        Assert.Contains(seen.Verbose, IsChanged);
        Assert.Contains(seen.Verbose, text => text.Contains(what, StringComparison.Ordinal));
        Assert.Equal(SyncRunStatus.Completed, run.Status);
        if (what == "records")
            Assert.InRange(run.Requests, 1, shown.Requests - 1);
        await TruthChecker.AssertEqualAsync(_rig!, s_from, s_to);
    }

    [Fact]
    public async Task A_plan_of_another_request_does_not_run()
    {
        await StartAsync();
        await _engine!.PlanAsync(Request(RequestShape.MarketDay), default);
        var plan = _engine.Planned!;
        var (run, seen) = await RunAsync(Request(RequestShape.StockRange));
        Assert.Equal((RequestShape.StockRange, 0), (run.Shape, Present(plan)));
        Assert.DoesNotContain(seen.Verbose, IsChanged);
    }

    [Fact]
    public async Task Whatever_a_plan_is_made_from_makes_it_stale_when_it_changes()
    {
        await StartAsync();
        await _engine!.PlanAsync(Request(RequestShape.Auto), default);
        var (basis, facts) = (_engine.Planned!.Basis!, _engine.Planned.Basis!.Facts);
        Assert.Null(basis.Difference(basis with { Facts = facts with { Rows = facts.Rows.ToDictionary() } }));
        // A name is no matter of a plan.
        Assert.Null(basis.Difference(basis with { Stocks = WithFirst(entry => entry with { Name = "other" }) }));
        Assert.Equal("stock list", basis.Difference(basis with { Stocks = WithFirst(entry => entry with { DelistedOn = s_to }) }));
        Assert.Equal("request", basis.Difference(basis with { Request = basis.Request with { MaxRequests = 5 } }));
        Assert.Equal("days", basis.Difference(basis with { Scope = new SyncScope { From = s_from, To = s_to, Days = basis.Scope.Days } }));
        Assert.Equal("records", basis.Difference(basis with { Facts = facts with { Rows = new Dictionary<DateOnly, DayRows> { [s_from] = new(1, 0) } } }));
        Assert.Equal("records", basis.Difference(basis with { Facts = facts with { Coverage = [new(basis.Stocks[0].Code, s_from, s_to)] } }));
        Assert.Equal("budget", basis.Difference(basis with { Facts = facts with { Budget = facts.Budget - 1 } }));
        Assert.Equal("service", basis.Difference(basis with { Service = basis.Service with { SupportsMarketDay = false } }));

        StockList WithFirst(Func<StockEntry, StockEntry> change) => basis.Stocks.Replace([change(basis.Stocks[0])]);
    }

    static bool IsChanged(string text) => text.Contains("changed since the plan was made", StringComparison.Ordinal);

    static StockCode Stock(string code) => StockCode.TryParse(code, out var stock) ? stock : throw new ArgumentException(code);

    static SyncRequest Request(RequestShape shape) => new() { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = shape };

    // Rows that a plan knows to be in the table.
    static int Present(WorkPlan plan) => plan.OpenDays.Sum(day => plan.Basis!.Stocks.Entries.ToArray().Where((_, i) => plan.Present[day, i]).Count());

    async Task ChangeAsync(string what)
    {
        await using var store = StoreFactory.Open(_rig!.Settings, _rig.Time);
        string endpoint = BaostockSource.AddressOf(_rig.Settings).ToString();
        switch (what)
        {
            case "records":
                await _rig.BackfillAsync(s_from, s_from.AddDays(4));
                break;
            case "budget":
                await store.Services.ReserveRequestsAsync(endpoint, new BeijingClock(_rig.Time).Today, 5, 1000, default);
                break;
            case "service":
                var service = await store.Services.GetServiceAsync(endpoint, default);
                await store.Services.PutServiceAsync(service with { SupportsMarketDay = false }, default);
                break;
        }
    }

    async Task StartAsync()
    {
        _rig = await EngineRig.StartAsync(s_truth);
        // Calendar, stock list and what requests take are known then.
        await _rig.BackfillAsync(new DateOnly(2024, 1, 2), s_known, RequestShape.MarketDay);
        _engine = (SyncEngine)_rig.Open();
    }

    async Task<(SyncRun Run, RecordingObserver Seen)> RunAsync(SyncRequest request)
    {
        var observer = new RecordingObserver();
        return ((await _engine!.RunAsync(request, observer, default))!, observer);
    }
}
