using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using Xunit;

namespace StockSync.Tests.EndToEnd;

/// <summary>The engine against a made-up market over the real wire, into SQLite.</summary>
public class BackfillTests
{
    static readonly DateOnly s_from = new(2024, 1, 2);
    static readonly DateOnly s_to = new(2024, 3, 29);

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_backfill_holds_exactly_what_was_published_and_every_day_is_proven_complete(RequestShape shape)
    {
        await using var rig = await StartAsync();
        var seen = await rig.BackfillAsync(s_from, s_to, shape);

        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        var days = rig.Market.TradingDays(s_from, s_to).ToArray();
        Assert.Equal(days, seen.Days.Select(d => DateOnly.FromDateTime(d.Date)).Order());
        Assert.All(seen.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        foreach (var day in await rig.CheckpointAsync())
            Assert.Equal(rig.Market.ListedCodes(DateOnly.FromDateTime(day.Date)).Count(), day.Stored + day.Suspended);
        Assert.Empty(seen.Errors);
        Assert.Empty(seen.Warnings);
        Assert.Equal(1, rig.Service.Log.MostConnectionsAtOnce);
        Assert.Equal(shape == RequestShape.MarketDay ? days.Length : 0, rig.Service.Log.Count("98"));
    }

    [Theory]
    [InlineData(RequestShape.MarketDay)]
    [InlineData(RequestShape.StockRange)]
    public async Task A_finished_range_is_answered_from_the_checkpoint_without_one_frame(RequestShape shape)
    {
        await using var rig = await StartAsync();
        var first = await rig.BackfillAsync(s_from, s_to, shape);
        int frames = rig.Service.Log.Entries.Count;
        var second = await rig.BackfillAsync(s_from, s_to);
        Assert.Equal(frames, rig.Service.Log.Entries.Count);
        Assert.Equal(
            first.Days.Select(d => (d.Date, d.Status, d.Stored)).Order(), second.Days.Select(d => (d.Date, d.Status, d.Stored)).Order());
        Assert.Single(await rig.RunsAsync());
    }

    [Fact]
    public async Task Only_what_is_missing_is_asked_for()
    {
        await using var rig = await StartAsync();
        await rig.BackfillAsync(s_from, new DateOnly(2024, 2, 29), RequestShape.MarketDay);
        int before = rig.BarRequests;
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        Assert.Equal(rig.Market.TradingDays(new DateOnly(2024, 3, 1), s_to).Count(), rig.BarRequests - before);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
    }

    [Fact]
    public async Task The_other_shape_completes_what_one_shape_began()
    {
        await using var rig = await StartAsync();
        await rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = s_from, To = s_to, Codes = [new StockCode(600000), new StockCode(1)],
        });
        Assert.Equal(2, rig.BarRequests);
        // A copy of two stocks is complete with two; a run over the market makes it one of the market.
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal((SyncDayStatus.Completed, 2), (d.Status, d.Stored + d.Suspended)));
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.All(await rig.CheckpointAsync(), d => Assert.Equal(SyncDayStatus.Completed, d.Status));
    }

    [Fact]
    public async Task Force_asks_again_and_changes_nothing_where_nothing_changed()
    {
        await using var rig = await StartAsync();
        await rig.BackfillAsync(s_from, s_to);
        int before = rig.BarRequests;
        var again = await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Force = true });
        Assert.True(rig.BarRequests > before);
        Assert.All(again.Days, d => Assert.Equal((SyncDayStatus.Completed, 0, 0), (d.Status, d.Inserted, d.Updated)));
        Assert.Equal(rig.Market.AShareBars(s_from, s_to).Count(), again.Days.Sum(d => d.Unchanged));
    }

    [Fact]
    public async Task An_old_service_without_market_days_is_remembered_and_asked_stock_by_stock()
    {
        await using var rig = await StartAsync(new MarketServerOptions { Without98 = true });
        // Few days of many stocks: the planner prefers market days until it learns better.
        var to = rig.Market.TradingDays(s_from, s_to).Skip(1).First();
        await rig.BackfillAsync(s_from, to);
        await TruthChecker.AssertEqualAsync(rig, s_from, to);
        Assert.Equal(1, rig.Service.Log.Count("98"));
        await rig.RunAsync(new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = to, Force = true });
        Assert.Equal(1, rig.Service.Log.Count("98"));
    }

    [Fact]
    public async Task Three_dates_are_worked_at_once_each_on_its_own_connection_and_in_month_order()
    {
        var options = new MarketServerOptions { MaxConnections = 3 };
        options.Latency["98"] = TimeSpan.FromMilliseconds(30);
        await using var rig = await StartAsync(options);
        rig.Settings = rig.Settings with { ThrottleLimit = 3 };
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(3, rig.Service.Log.MostConnectionsAtOnce);
        var months = rig.Service.Log.Entries.Where(e => e.Type == "98").Select(e => $"{e.From:yyyy-MM}").ToArray();
        // The log has them as they arrive: of three that are on their way at once the first may be the last.
        for (int i = 3; i < months.Length; i++)
            Assert.True(months[..(i - 2)].All(earlier => string.CompareOrdinal(earlier, months[i]) <= 0), string.Join(' ', months));
    }

    [Fact]
    public async Task A_run_that_is_stopped_anywhere_goes_on_where_it_stopped()
    {
        await using var rig = await StartAsync();
        rig.Settings = rig.Settings with { CommitDays = 1 };
        for (int stopAfter = 1; stopAfter < 12; stopAfter += 5)
        {
            using var stop = new CancellationTokenSource();
            int seen = 0;
            var observer = new RecordingObserver
            {
                OnDay = d =>
                {
                    if (d.RunId is not null && ++seen >= stopAfter)
                        stop.Cancel();
                },
            };
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.RunAsync(
                new SyncRequest { Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.MarketDay, Force = false },
                observer,
                stop.Token));
        }
        Assert.All(await rig.RunsAsync(), r => Assert.Equal(SyncRunStatus.Stopped, r.Status));
        var done = (await rig.CheckpointAsync()).Count(d => d.Status == SyncDayStatus.Completed);
        // The service may log a request of the stopped run late, so the last run is told by its connection.
        int connections = rig.Service.Log.Entries.Max(e => e.Connection);
        await rig.BackfillAsync(s_from, s_to, RequestShape.MarketDay);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.Equal(
            rig.Market.TradingDays(s_from, s_to).Count() - done,
            rig.Service.Log.Entries.Count(e => e.Type == "98" && e.Connection > connections));
    }

    [Fact]
    public async Task A_stopped_stock_range_run_does_not_ask_again_for_stocks_that_were_answered()
    {
        await using var rig = await StartAsync();
        int stocks = rig.Market.Securities.Count(s => s.IsAShare);
        await rig.RunAsync(new SyncRequest
        {
            Kind = SyncKind.Backfill, From = s_from, To = s_to, Shape = RequestShape.StockRange, MaxRequests = 15,
        });
        int first = rig.Service.Log.Count("95");
        Assert.InRange(first, 5, 15);
        await rig.BackfillAsync(s_from, s_to, RequestShape.StockRange);
        await TruthChecker.AssertEqualAsync(rig, s_from, s_to);
        Assert.InRange(rig.Service.Log.Count("95"), 1, stocks);
        var asked = rig.Service.Log.Entries.Where(e => e.Type == "95").GroupBy(e => e.Code);
        Assert.All(asked, g => Assert.Single(g));
    }

    static async Task<EngineRig> StartAsync(MarketServerOptions? options = null) =>
        await EngineRig.StartAsync(new MadeUpMarket(seed: 7, stocks: 40, s_from, s_to), options);
}
