using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Health;

public sealed class GapTests
{
    [Theory]
    [InlineData("2026-11-23", 0, null)] // two trading days ago
    [InlineData("2026-11-20", 0, null)] // three, over a weekend
    [InlineData("2026-11-19", 1, HealthStatus.Warning)]
    [InlineData("2025-06-03", 1, HealthStatus.Warning)]
    public async Task A_day_that_lacks_a_bar_is_told_when_it_is_older_than_three_trading_days(string day, int old, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Replace(HealthRig.Day(DateOnly.Parse(day, null), 4999));
        var health = await rig.ReadAsync();
        Assert.Equal((1, 1, old, severity), (health.Gaps!.Count, health.Gaps.Rows, health.Gaps.OlderThanThreeDays, health.Severity("OldGaps")));
        Assert.Equal(DateTime.Parse(day, null), Assert.Single(health.Gaps.Worst).Date);
    }

    [Fact]
    public async Task Days_that_were_never_tried_are_gaps_of_as_many_bars_as_stocks_were_listed_and_closed_days_are_none()
    {
        var rig = new HealthRig();
        rig.Days.RemoveAll(d => d.Date is { Year: 2026, Month: 9 or 10 });
        foreach (string code in new[] { "600000", "600001", "600002" })
            rig.Stocks.Add(new StockEntry(Code(code), code, code == "600002" ? new DateOnly(2026, 10, 1) : new DateOnly(2000, 1, 1), null));
        int september = rig.Calendar.Count(d => d is { IsTradingDay: true, Date: { Year: 2026, Month: 9 } });
        int october = rig.Calendar.Count(d => d is { IsTradingDay: true, Date: { Year: 2026, Month: 10 } });
        var health = await rig.ReadAsync();
        Assert.Equal((september + october, (2 * september) + (3 * october)), (health.Gaps!.Count, (int)health.Gaps.Rows));
        Assert.Equal(10, health.Gaps.Worst.Count);
        Assert.All(health.Gaps.Worst, d => Assert.Equal((10, 3, SyncDayStatus.Pending), (d.Date.Month, d.Expected, d.Status)));
        Assert.Contains("2026-09-01", health.Reasons.Single(r => r.Code == "OldGaps").Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stock_list_is_left_alone_where_no_day_needs_it()
    {
        var rig = new HealthRig();
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 19), 4000));
        await rig.ReadAsync();
        Assert.DoesNotContain("GetStocksAsync", rig.Script.Asked);
    }

    [Fact]
    public async Task The_worst_ten_come_first()
    {
        var rig = new HealthRig();
        for (int i = 1; i <= 12; i++)
            rig.Replace(HealthRig.Day(new DateOnly(2026, 3, 1 + i), 5000 - i));
        var health = await rig.ReadAsync();
        Assert.Equal(10, health.Gaps!.Worst.Count);
        Assert.Equal(health.Gaps.Worst.OrderByDescending(d => d.Missing), health.Gaps.Worst);
    }

    [Fact]
    public async Task Open_failures_are_grouped_by_reason_with_the_oldest()
    {
        var rig = new HealthRig();
        for (int i = 0; i < 5; i++)
        {
            rig.Failures.Add(new FailedStock
            {
                Code = $"60000{i}",
                From = new DateTime(2026, 11, 25),
                To = new DateTime(2026, 11, 25),
                Reason = i < 3 ? "SourceTimeout" : "BarLate",
                FirstFailedAt = rig.Now.AddHours(-i),
            });
        }
        var health = await rig.ReadAsync();
        Assert.Equal(5, health.FailedStocks);
        Assert.Equal([("SourceTimeout", 3, rig.Now.AddHours(-2)), ("BarLate", 2, rig.Now.AddHours(-4))], health.Failures.Select(f => (f.Reason, f.Count, f.OldestAt)));
    }

    [Fact]
    public async Task Bars_set_aside_are_told()
    {
        var rig = new HealthRig { Quarantined = 2 };
        Assert.Equal(2, (await rig.ReadAsync()).Quarantined);
        (await rig.ReadAsync()).Only("QuarantinedBars", HealthStatus.Warning);
    }

    static StockCode Code(string text) => StockCode.TryParse(text, out var code) ? code : throw new ArgumentException(text);
}
