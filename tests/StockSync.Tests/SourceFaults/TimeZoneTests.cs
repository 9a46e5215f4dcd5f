using System.Globalization;
using StockSync.MarketServer;
using StockSync.Rig;
using StockSync.Tests.Crash;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.Fakes;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>The product on machines all over the world, and on one that knows no time zones. The zone is the process's, so each is one.</summary>
public class TimeZoneTests
{
    static readonly int s_step = CaseCount.Of("STOCKSYNC_TEST_DATE_STEP", 73);

    /// <summary>The machine's zone, and the folder of its zone data; empty for the usual one.</summary>
    public static TheoryData<string, string> Hosts => new()
    {
        { "UTC", "" },
        { "America/New_York", "" },
        { "Pacific/Auckland", "" },
        { "Asia/Shanghai", "" },
        { "Asia/Shanghai", "/nowhere/at/all" },
        { "America/New_York", "/nowhere/at/all" },
    };

    // Instant, and the trading day whose bars are the newest due then: half past five in the afternoon in Beijing is 09:30 UTC.
    static readonly (string Instant, string Day)[] s_grid =
    [
        ("2023-12-29T09:29:59Z", "2023-12-28"),
        ("2023-12-29T09:30:00Z", "2023-12-29"),
        // The year ends in Beijing, then in London, then in New York.
        ("2023-12-31T15:59:59Z", "2023-12-29"),
        ("2023-12-31T16:00:00Z", "2023-12-29"),
        ("2024-01-01T04:59:59Z", "2023-12-29"),
        ("2024-01-02T09:30:00Z", "2024-01-02"),
        ("2024-01-02T16:00:00Z", "2024-01-02"),
        // The leap day, all day long.
        ("2024-02-28T16:00:00Z", "2024-02-28"),
        ("2024-02-29T09:30:00Z", "2024-02-29"),
        ("2024-02-29T16:00:00Z", "2024-02-29"),
        // New York's clocks go forward, Auckland's back; New York's back, Auckland's forward.
        ("2024-03-08T09:30:00Z", "2024-03-08"),
        ("2024-03-10T06:59:59Z", "2024-03-08"),
        ("2024-03-10T07:00:00Z", "2024-03-08"),
        ("2024-04-06T14:00:00Z", "2024-04-05"),
        ("2024-09-27T15:59:00Z", "2024-09-27"),
        ("2024-09-28T14:00:00Z", "2024-09-27"),
        ("2024-11-01T16:00:00Z", "2024-11-01"),
        ("2024-11-03T06:00:00Z", "2024-11-01"),
    ];

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task The_day_that_is_due_is_the_same_on_every_host(string zone, string data)
    {
        using var report = new FaultReport("F20", "host zones and instants");
        await using var rig = await EngineRig.StartAsync(new MadeUpMarket(seed: 101, stocks: 4, new(2023, 12, 1), new(2024, 12, 31)));
        var run = await RunAsync(rig, zone, data, "--day", "--show", "--at", string.Join(',', s_grid.Select(g => g.Instant)));
        // The last day that each run reports; before it come holes of the days before.
        var due = run.Lines.Zip(run.Lines.Skip(1)).Where(l => l.Second.StartsWith("bars ", StringComparison.Ordinal)).Select(l => l.First);
        Assert.Equal(s_grid.Select(g => $"day {g.Day}T00:00:00.0000000 Completed"), due);
        report.Right(s_grid.Length);
    }

    [Theory]
    [MemberData(nameof(Hosts))]
    public Task Dates_from_1990_to_2035_come_back_as_they_went_in(string zone, string data) => CheckDatesAsync(zone, data, null);

    [PostgresTheory]
    [InlineData("Asia/Shanghai")]
    [InlineData("Pacific/Auckland")]
    public async Task Dates_from_1990_to_2035_come_back_from_PostgreSQL_as_they_went_in(string zone)
    {
        var database = await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync();
        int days = await CheckDatesAsync(zone, "", database.ConnectionString);
        Assert.Equal($"{days}", await database.ScalarAsync("select count(distinct trade_date) from daily_stock_data"));
        Assert.Equal("1990-12-19|2035-12-31", await database.ScalarAsync(
            "select min(trade_date), max(trade_date) from daily_stock_data"));
    }

    // The ends of months and years, the weeks in which China's last summer time began and ended, leap days, and each so many of the others.
    static bool IsTried(DateOnly day) =>
        day.DayNumber % s_step == 0 || day.Day == 1 || day.AddDays(1).Day == 1 || day is { Year: 1991, Month: 4 or 9 } || day is { Month: 2, Day: 29 }
        || day == new DateOnly(1990, 12, 19);

    // Each of these is a trading day here.
    static async Task<int> CheckDatesAsync(string zone, string data, string? database)
    {
        var from = new DateOnly(1990, 12, 19);
        var to = new DateOnly(2035, 12, 31);
        var calendar = Enumerable.Range(from.DayNumber, to.DayNumber - from.DayNumber + 1).Select(DateOnly.FromDayNumber)
            .Select(d => new MarketCalendarDay(d, IsTried(d))).ToList();
        var days = calendar.Where(d => d.IsTradingDay).Select(d => d.Day).ToList();
        var market = new FixedMarket(
            calendar,
            [new MarketSecurity("sh.600000", "浦发银行", from, null, 1)],
            days.Select(d => new MarketBar(
                $"{d:yyyy-MM-dd}", "sh.600000", "9.0000", "9.0000", "9.0000", "9.0000", "9.0000", "100", "900.0000", "3", "0.100000", "1", "0.000000", "", "", "", "", "0")));
        await using var rig = await EngineRig.StartAsync(market, database: database);
        var run = await RunAsync(rig, zone, data, "--from", Text(from), "--to", Text(to), "--shape", "StockRange", "--show", "--at", "2036-01-01T00:00:00Z");
        Assert.Equal(days.Select(d => $"{d:yyyy-MM-dd}T00:00:00.0000000 Completed"), run.After("day "));
        await using var engine = rig.Open();
        Assert.Equal(await BarDigest.OfAsync(engine.GetBarsAsync(new BarQuery(), default)), Assert.Single(run.After("bars ")));
        await TruthChecker.AssertEqualAsync(rig, from, to);
        return days.Count;
    }

    static async Task<RigRun> RunAsync(EngineRig rig, string zone, string data, params string[] arguments)
    {
        var environment = new Dictionary<string, string> { ["TZ"] = zone };
        if (data.Length > 0)
            environment["TZDIR"] = data;
        using var process = RigProcess.Start(
            ["--database", rig.Settings.Database!, "--endpoint", rig.Service.Endpoint.ToString(), .. arguments], environment);
        var run = await process.EndAsync();
        Assert.True(run.ExitCode == RigExit.Complete, run.ToString());
        return run;
    }

    static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
