using System.Globalization;
using StockSync.Engine.Operations.Health;
using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Health;

public sealed class BrokenPartTests
{
    static readonly string[] s_calls =
    [
        "InspectAsync", "GetCalendarAsync", "GetDaysAsync", "GetRunsSinceAsync", "GetTotalsAsync", "GetFailuresAsync",
        "CountQuarantinedAsync", "GetServiceAsync", "GetReservedRequestsAsync", "GetSizesAsync", "GetAttemptsAsync", "GetAlertsAsync",
        "GetDeliveriesAsync", "CountRowsAsync", "GetStocksAsync", "GetCopyAsync", "GetAbsencesAsync", "GetClaimsAsync",
    ];

    public static TheoryData<string> Calls => [.. s_calls];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_part_that_breaks_is_missing_and_told_and_takes_no_other_with_it(string call)
    {
        Exception[] faults =
        [
            new StockSyncException(ErrorIds.StoreFailed, ErrorKind.InvalidData, "what broke"),
            new InvalidOperationException("what broke"),
            new OperationCanceledException("what broke"), // nobody asked for it: a timeout of a driver
        ];
        foreach (var fault in faults)
        {
            var rig = Gapped();
            rig.Script.Broken[call] = fault;
            var health = await rig.ReadAsync();
            var told = health.Reasons.Where(r => r.Code == "PartUnreadable").ToArray();
            Assert.NotEmpty(told);
            Assert.All(told, r => Assert.Contains("what broke", r.Text, StringComparison.Ordinal));
            Assert.Equal(HealthStatus.Unknown, health.Status);
            Assert.NotNull(health.Database);
            if (call is not ("InspectAsync" or "GetDaysAsync" or "GetCalendarAsync"))
                Assert.Equal(0, health.LagDays);
            if (call is not ("InspectAsync" or "GetRunsSinceAsync"))
                Assert.Equal(1, health.SuccessRate);
        }
    }

    [Theory]
    [InlineData(ErrorIds.StoreUnreachable)]
    [InlineData(ErrorIds.StoreLoginRefused)]
    [InlineData(ErrorIds.StoreNotADatabase)]
    [InlineData(ErrorIds.StoreSchemaNewer)]
    public async Task A_database_that_is_away_is_one_critical_reason_with_its_own_words(string errorId)
    {
        var rig = new HealthRig();
        rig.Script.Broken["InspectAsync"] = new StockSyncException(errorId, ErrorKind.Connection, "the words", "the way out");
        var health = await rig.ReadAsync();
        var reason = health.Only(errorId, HealthStatus.Critical);
        Assert.Equal(("the words", "the way out"), (reason.Text, reason.Advice));
        Assert.False(health.Database!.IsReachable);
        Assert.True(health.Schedule!.IsRegistered); // what needs no database is told
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_is_told_once()
    {
        var rig = new HealthRig();
        foreach (string call in s_calls.Where(c => c != "InspectAsync"))
            rig.Script.Broken[call] = new StockSyncException(ErrorIds.StoreUnreachable, ErrorKind.Connection, "the words", "the way out");
        (await rig.ReadAsync()).Only("StoreUnreachable", HealthStatus.Critical);
    }

    [Fact]
    public async Task Health_reads_and_writes_nothing_and_asks_no_more_than_it_says()
    {
        var rig = Gapped();
        await rig.ReadAsync();
        Assert.Equal(s_calls.Append("get_Target").Order(), rig.Script.Asked.Order());
    }

    [Fact]
    public async Task Records_full_of_nonsense_throw_nothing()
    {
        var rig = new HealthRig { Requests = int.MaxValue, Quarantined = -1, Disk = new DiskSpace(0, 1) };
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25), -5, -7));
        rig.Days.Add(HealthRig.Day(new DateOnly(2099, 1, 1), int.MaxValue, 1));
        rig.Days.Add(HealthRig.Day(DateOnly.MinValue, 0, 0, SyncDayStatus.Pending));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(400), SyncRunStatus.Failed, seconds: -4000, requests: int.MaxValue, retries: int.MaxValue));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-1), seconds: 0, present: long.MaxValue / 4));
        rig.Attempts.Add(HealthRig.Try(rig.Now.AddDays(400), (AttemptOutcome)99));
        rig.Sizes.Add(new DaySize(new DateOnly(2099, 1, 1), -1));
        var health = await rig.ReadAsync();
        Assert.Null(health.Severity("PartUnreadable"));
        Assert.NotEqual(HealthStatus.Healthy, health.Status);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("zh-CN")]
    public async Task What_is_told_is_in_the_language_of_the_session(string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            var rig = Gapped();
            rig.ForgetAfter(new DateOnly(2026, 11, 20));
            rig.Quarantined = 3;
            rig.Requests = 50_000;
            rig.Info = HealthRig.Database(1);
            rig.Disk = new DiskSpace(1, 1000);
            var health = await rig.ReadAsync();
            Assert.Equal(
                ["BudgetSpent", "DiskLow", "ErrorBudgetSpent", "OldGaps", "QuarantinedBars", "RunMissing", "SchemaOld", "Stale"],
                health.Reasons.Select(r => r.Code).Order(StringComparer.Ordinal));
            Assert.All(health.Reasons, r => Assert.Equal(culture == "zh-CN", (r.Text + r.Advice).Any(c => c is >= '一' and <= '龥')));
            Assert.All(health.Reasons, r => Assert.DoesNotContain("{", r.Text + r.Advice, StringComparison.Ordinal));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // A day that was never tried: then the stock list is read too.
    static HealthRig Gapped()
    {
        var rig = new HealthRig();
        rig.Days.RemoveAll(d => d.Date == new DateTime(2026, 3, 3));
        return rig;
    }
}
