using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Sqlite;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Sync;

/// <summary>What a plan reckons with against what its run then takes, by a clock that only the service moves.</summary>
public sealed class EstimateTests : IAsyncDisposable
{
    static readonly DateOnly s_start = new(2023, 1, 2);

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stocksync-estimate-");
    readonly FakeTimeProvider _time = new(new DateTimeOffset(2024, 6, 3, 2, 0, 0, TimeSpan.Zero));
    SyncEngine? _engine;

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(RequestShape.MarketDay, 1, 0.2, 3)]
    [InlineData(RequestShape.MarketDay, 3, 40, 3)]
    [InlineData(RequestShape.StockRange, 1, 5, 0.05)]
    [InlineData(RequestShape.StockRange, 3, 5, 3)]
    [InlineData(RequestShape.Auto, 1, 5, 0.3)]
    [InlineData(RequestShape.Auto, 2, 0.2, 0.3)]
    public async Task From_the_second_run_on_a_plan_is_near_what_its_run_takes(RequestShape shape, int lanes, double marketDay, double stockRange)
    {
        var service = Start(lanes, stocks: 40, marketDay, stockRange);
        foreach (int days in (int[])[20, 90, 8])
        {
            var request = Weeks(days) with { Shape = shape };
            var plan = await _engine!.PlanAsync(request, default);
            service.Expect(shape == RequestShape.MarketDay || (shape == RequestShape.Auto && plan.Shape == RequestShape.MarketDay) ? days : 40);
            var run = await RunAsync(request);

            if (days == 20)
                continue;
            AssertNear(run.Requests, run.EstimatedRequests, 0.1);
            AssertNear(run.Duration!.Value.TotalSeconds, run.EstimatedSeconds, 0.25);
            AssertNear(run.Requests, plan.Requests, 0.25);
            AssertNear(run.Duration.Value.TotalSeconds, plan.Minutes * 60, 0.25);
            Assert.Equal(plan.Shape, run.Shape);
        }
    }

    [Fact]
    public async Task Pages_lists_and_answers_that_differ_are_reckoned_with()
    {
        var random = new Random(3);
        Start(1, stocks: 30, seconds: () => 1.5 + random.NextDouble(), settings: new SyncSettings { PageSize = 25 });
        await RunAsync(Weeks(20) with { Shape = RequestShape.StockRange });
        var run = await RunAsync(Weeks(60) with { Shape = RequestShape.StockRange });

        // Sixty rows are two full pages and a third one.
        Assert.Equal((30 * 3) + 3, run.Requests);
        Assert.Equal(run.Requests, run.EstimatedRequests);
        AssertNear(run.Duration!.Value.TotalSeconds, run.EstimatedSeconds, 0.1);

        // The newest day's list is sure to be asked for.
        run = await RunAsync(new SyncRequest { Kind = SyncKind.Day });
        Assert.Equal(5, run.Requests);
        Assert.Equal(run.Requests, run.EstimatedRequests);
    }

    [Fact]
    public async Task The_second_run_takes_the_shape_that_the_first_one_has_shown_to_be_the_better_one()
    {
        // Contrary to what is usual: market days quick, stock by stock slow.
        Start(1, stocks: 40, marketDay: 0.2, stockRange: 9);
        await RunAsync(Weeks(5) with { Shape = RequestShape.MarketDay });
        var run = await RunAsync(Weeks(90));
        Assert.Equal(RequestShape.MarketDay, run.Shape);
        AssertNear(run.Duration!.Value.TotalSeconds, run.EstimatedSeconds, 0.25);
    }

    [Fact]
    public async Task A_long_plan_for_an_unknown_service_begins_with_a_little_of_both_shapes_and_goes_on_in_the_better_one()
    {
        // By what is usual 2,100 s stock by stock; market days, of which nothing is known, are reckoned at 1,800 s, and are quicker still.
        Start(1, stocks: 700, marketDay: 0.2, stockRange: 3);
        var run = await RunAsync(Weeks(90));

        Assert.Equal(RequestShape.MarketDay, run.Shape);
        // Login, calendar, stock list and logout; the lists of the first and the last day; one day, three stocks, and the other days.
        Assert.Equal(4 + 2 + 1 + 3 + 89, run.Requests);
        Assert.Equal(run.Requests, run.EstimatedRequests);
        AssertNear(run.Duration!.Value.TotalSeconds, run.EstimatedSeconds, 0.05);
        Assert.Equal((90, 90, 700 * 90), (run.Days, run.DaysCompleted, run.Inserted));
        Assert.All(_seen!.Days, d => Assert.Equal((700, 0), (d.Inserted, d.Unchanged)));
        Assert.Equal(90, _seen.Days.Count);
    }

    [Fact]
    public async Task A_plan_that_the_service_proves_wrong_is_given_up_once_for_a_better_one()
    {
        double marketDay = 0.2;
        Start(1, stocks: 200, stockRange: 0.3, day: () => marketDay);
        await RunAsync(Weeks(60) with { Shape = RequestShape.MarketDay });
        await RunAsync(Weeks(5) with { Shape = RequestShape.StockRange });
        marketDay = 40;
        var run = await RunAsync(Weeks(60));

        // Three days show it.
        Assert.Equal(RequestShape.StockRange, run.Shape);
        Assert.Equal(3 + 3 + 200, run.Requests);
        Assert.InRange(run.Duration!.Value.TotalSeconds, 180, 190);
        AssertNear(run.Duration!.Value.TotalSeconds, run.EstimatedSeconds, 0.05);
        Assert.Equal((60, 60, 200 * 60, 0), (run.Days, run.DaysCompleted, run.Inserted, run.Unchanged));
        Assert.Contains(_seen!.Verbose, text => text.Contains("planned again", StringComparison.Ordinal));
    }

    RecordingObserver? _seen;
    int _weeks;

    // Each time other days, one after the other: weekdays are all trading days.
    SyncRequest Weeks(int days)
    {
        var from = s_start.AddDays(7 * _weeks);
        _weeks += (days + 4) / 5;
        int fridays = (days + 4) / 5;
        return new SyncRequest { Kind = SyncKind.Backfill, From = from, To = from.AddDays((7 * (fridays - 1)) + ((days - 1) % 5)) };
    }

    TimedService Start(int lanes, int stocks, double marketDay = 0, double stockRange = 0, Func<double>? seconds = null, SyncSettings? settings = null, Func<double>? day = null)
    {
        settings = (settings ?? new SyncSettings()) with
        {
            Database = Path.Combine(_folder.FullName, "s.db"),
            ThrottleLimit = lanes,
            LeaseHeartbeat = TimeSpan.FromDays(30),
            LeaseExpiry = TimeSpan.FromDays(90),
        };
        var service = new TimedService(_time, settings, stocks)
        {
            Seconds = new Dictionary<RequestKind, Func<double>>
            {
                [RequestKind.MarketDay] = day ?? seconds ?? (() => marketDay),
                [RequestKind.StockRange] = seconds ?? (() => stockRange),
                [RequestKind.Login] = () => 0.1,
                [RequestKind.StockList] = () => 2.5,
                [RequestKind.Calendar] = () => 0.4,
                [RequestKind.DayList] = () => 1.5,
            },
        };
        _engine = new SyncEngine(new RunServices(
            settings, new SqliteStore(settings.Database, _time), "timed:1", gate => new TimedSource(service, gate), _time));
        return service;
    }

    async Task<SyncRun> RunAsync(SyncRequest request)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        var observer = new RecordingObserver();
        var run = await _engine!.RunAsync(request, observer, default);
        _seen = observer;
        Assert.Equal(observer.Days.Count, observer.Days.DistinctBy(d => d.Date).Count());
        Assert.Empty(observer.Errors);
        Assert.All(observer.Days, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        return run!;
    }

    static void AssertNear(double actual, double estimated, double share) =>
        Assert.InRange(estimated, actual * (1 - share), actual * (1 + share));
}
