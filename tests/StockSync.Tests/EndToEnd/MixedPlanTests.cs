using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>
/// One plan of both shapes: two stocks lack all of two months, and all stocks lack two days in the middle and three at the end.
/// </summary>
public class MixedPlanTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 2, 29);
    static readonly DateOnly[] s_marketDays = [new(2024, 1, 17), new(2024, 1, 18), new(2024, 2, 27), new(2024, 2, 28), new(2024, 2, 29)];

    [Fact]
    public async Task Some_days_come_whole_two_stocks_come_as_ranges_and_every_day_is_settled_once()
    {
        await using var rig = await StartAsync();
        int before = rig.Service.Log.Count("95");
        var seen = await rig.BackfillAsync(s_from, s_to);

        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(rig.Market.TradingDays(s_from, s_to), seen.Days.Select(d => DateOnly.FromDateTime(d.Date)).Order());
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        var run = (await rig.RunsAsync())[0];
        Assert.Equal((RequestShape.Mixed, SyncRunStatus.Completed, run.EstimatedRequests), (run.Shape, run.Status, run.Requests));
        // A range reaches over market days; those rows are not written twice.
        Assert.Equal((0L, 0L), (run.Updated, run.Unchanged));
        Assert.Equal((s_marketDays.Length, before + 2), (rig.Service.Log.Count("98"), rig.Service.Log.Count("95")));
        Assert.Equal((RequestShape.Mixed, 7, 7), seen.Progress.Last() is var last ? (last.Shape, last.Done, last.Total) : default);
        Assert.Contains(seen.Verbose, text => text.Contains("MarketDay alone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_service_that_turns_out_to_know_no_market_days_is_asked_stock_by_stock_for_all_of_it()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98 x* error 10004020");
        var seen = await rig.BackfillAsync(s_from, s_to);

        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal((RequestShape.StockRange, 1), ((await rig.RunsAsync())[0].Shape, rig.Service.Log.Count("98")));
    }

    [Fact]
    public async Task What_fails_in_one_shape_leaves_the_other_alone_and_the_next_run_cures_it()
    {
        await using var rig = await StartAsync();
        var day = rig.Service.Faults.Add("98:2024-01-17 x6 drop");
        var stock = rig.Service.Faults.Add($"95:{Late(rig)[0]} x6 drop");
        var seen = await rig.BackfillAsync(s_from, s_to);

        Assert.Equal((6, 6), (day.Hits, stock.Hits));
        var failures = await rig.FailuresAsync();
        Assert.Equal(["*", Late(rig)[0][3..]], failures.Select(f => f.Code).Order());
        // The stock is missing on every day that no market day brought.
        Assert.Equal(s_marketDays.Length - 1, seen.Days.Count(d => d.Status == SyncDayStatus.Completed));
        Assert.Equal(SyncDayStatus.Failed, seen.Days.Single(d => d.Date == new DateTime(2024, 1, 17)).Status);
        Assert.All(seen.Days.Where(d => d.Status == SyncDayStatus.Partial), d => Assert.Equal((1, 0), (d.Failed, d.Late)));

        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Empty(await rig.FailuresAsync());
    }

    [Fact]
    public async Task A_run_that_stops_between_two_ranges_forgets_nothing_that_a_market_day_owes()
    {
        await using var rig = await StartAsync();
        rig.Service.Faults.Add("98:2024-01-17 x6 drop");
        // Login, stock list, six times the day in vain, the four others, one range: there it ends.
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, MaxRequests = 1 + 1 + 6 + 4 + Logins(6) + 1 });
        Assert.Equal(SyncRunStatus.Stopped, (await rig.RunsAsync())[0].Status);

        await rig.BackfillAsync(s_from, s_to);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_user_who_insists_on_a_shape_gets_it_for_all_days(RequestShape shape)
    {
        await using var rig = await StartAsync();
        var before = (rig.Service.Log.Count("98"), rig.Service.Log.Count("95"));
        await rig.BackfillAsync(s_from, s_to, shape);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(shape, (await rig.RunsAsync())[0].Shape);
        Assert.Equal(shape == RequestShape.MarketDay ? before.Item2 : before.Item1, rig.Service.Log.Count(shape == RequestShape.MarketDay ? "95" : "98"));
    }

    // Each dropped connection needs a new login.
    static int Logins(int drops) => drops;

    // Two that are listed all the time.
    static string[] Late(EngineRig rig) => [.. rig.Market.ListedCodes(s_from).Intersect(rig.Market.ListedCodes(s_to)).Order().TakeLast(2)];

    static async Task<EngineRig> StartAsync()
    {
        var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 5, stocks: 30, s_from, s_to));
        await using (var store = StoreFactory.Open(rig.Settings, rig.Time))
        {
            await store.InitializeAsync(default);
            await store.Services.PutServiceAsync(
                new ServiceState
                {
                    Endpoint = BaostockSource.AddressOf(rig.Settings).ToString(),
                    Costs = ServiceCosts.None
                        .With(CostKind.MarketDay, new LearnedCost(2, 1e6, DateTime.UtcNow))
                        .With(CostKind.StockRange, new LearnedCost(1, 1e6, DateTime.UtcNow)),
                },
                default);
        }
        var late = Late(rig);
        var others = rig.Market.TradingDays(s_from, s_to).SelectMany(rig.Market.ListedCodes).Distinct().Except(late).Select(c => StockCode.TryParse(c, out var code) ? code : default).ToArray();
        foreach (var (from, to) in new[] { (s_from, new DateOnly(2024, 1, 16)), (new DateOnly(2024, 1, 19), new DateOnly(2024, 2, 26)) })
        {
            await rig.RunAsync(new SyncRequest
            {
                Kind = SyncKind.Backfill, From = from, To = to, Shape = RequestShape.StockRange, Codes = others,
            });
        }
        return rig;
    }
}
