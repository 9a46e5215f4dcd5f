using Xunit;

namespace StockSync.Tests.Health;

public sealed class FreshnessTests
{
    [Fact]
    public async Task A_copy_that_is_well_has_no_reasons_and_all_its_numbers()
    {
        var health = await new HealthRig().ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Equal(new DateTime(2026, 11, 25), health.ExpectedDay);
        Assert.Equal(new DateTime(2026, 11, 25), health.LatestDay);
        Assert.Equal((0, 1.0, 1.0, 1.0), (health.LagDays, health.Coverage, health.SuccessRate, health.StockSuccessRate));
        Assert.Equal(HealthRig.Expected / 40.0, health.RowsPerSecond);
        Assert.Equal(new DateTime(2026, 11, 25), health.Day!.Date);
        Assert.Equal((1.0, 0), (health.ErrorBudget!.Remaining, health.ErrorBudget.BadDays));
        // Only a copy of chosen stocks says how many.
        foreach (var part in typeof(SyncHealth).GetProperties())
            Assert.True(part.GetValue(health) is not null || part.Name == nameof(SyncHealth.ScopeStocks), part.Name);
    }

    [Theory]
    [InlineData("2026-11-25 17:29", "2026-11-24", 0, null)]
    [InlineData("2026-11-25 17:30", "2026-11-24", 1, null)]
    [InlineData("2026-11-25 22:29", "2026-11-24", 1, null)]
    [InlineData("2026-11-25 22:30", "2026-11-24", 1, HealthStatus.Warning)]
    [InlineData("2026-11-26 08:29", "2026-11-24", 1, HealthStatus.Warning)]
    [InlineData("2026-11-26 08:30", "2026-11-24", 1, HealthStatus.Critical)]
    [InlineData("2026-11-25 18:00", "2026-11-23", 2, HealthStatus.Critical)]
    [InlineData("2026-11-22 12:00", "2026-11-20", 0, null)] // a Sunday
    [InlineData("2026-11-21 08:30", "2026-11-19", 1, HealthStatus.Critical)] // the morning after a Friday
    [InlineData("2026-10-07 23:00", "2026-09-30", 0, null)] // a week of holidays
    [InlineData("2026-10-08 17:31", "2026-09-30", 1, null)]
    public async Task Lag_is_counted_in_trading_days_and_judged_by_the_tries_that_were_due(
        string beijing, string newest, int lag, HealthStatus? severity)
    {
        var rig = new HealthRig(beijing);
        rig.ForgetAfter(DateOnly.Parse(newest, null));
        var health = await rig.ReadAsync();
        Assert.Equal((lag, severity), (health.LagDays, health.Severity("Stale")));
        Assert.Equal(DateTime.Parse(newest, null), health.LatestDay);
    }

    [Theory]
    [InlineData(4995, 0, null, null)] // 99.9 %
    [InlineData(4994, 1, HealthStatus.Warning, HealthStatus.Critical)]
    [InlineData(4750, 1, HealthStatus.Warning, HealthStatus.Critical)] // 95 %
    [InlineData(4749, 1, HealthStatus.Critical, HealthStatus.Critical)]
    [InlineData(0, 1, null, HealthStatus.Critical)] // told once, as stale
    public async Task Coverage_of_the_newest_day_is_judged_and_a_stock_that_always_fails_makes_nothing_stale(
        int present, int lag, HealthStatus? coverage, HealthStatus? stale)
    {
        var rig = new HealthRig();
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25), present));
        var health = await rig.ReadAsync();
        Assert.Equal((lag, coverage, stale), (health.LagDays, health.Severity("LowCoverage"), health.Severity("Stale")));
        Assert.Equal(present / 5000.0, health.Coverage!.Value, 6);
    }

    [Fact]
    public async Task A_day_that_is_half_published_is_not_judged_before_its_second_try()
    {
        var rig = new HealthRig("2026-11-25 20:10");
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25), 1500));
        Assert.Empty((await rig.ReadAsync()).Reasons);
        rig = new HealthRig("2026-11-25 22:30");
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25), 1500));
        Assert.Equal(HealthStatus.Critical, (await rig.ReadAsync()).Severity("LowCoverage"));
    }

    [Theory]
    [InlineData("2026-11-25", "2026-11-26 10:00", null)]
    [InlineData("2026-11-20", "2026-11-22 10:00", null)] // the weekend needs no calendar
    [InlineData("2026-11-24", "2026-11-25 22:30", HealthStatus.Unknown)]
    [InlineData("2026-11-10", "2026-11-26 10:00", HealthStatus.Critical)] // no holiday is so long
    public async Task Where_the_calendar_ends_a_copy_is_neither_called_fresh_nor_guessed_at(string end, string beijing, HealthStatus? status)
    {
        var rig = new HealthRig(beijing);
        rig.Calendar.RemoveAll(d => d.Date > DateOnly.Parse(end, null));
        rig.ForgetAfter(DateOnly.Parse(end, null));
        rig.Attempts.Clear();
        rig.Schedules = null;
        rig.Runs.RemoveAll(r => r.StartedAt < rig.Now.AddDays(-40));
        var health = await rig.ReadAsync();
        if (status is null)
            Assert.Empty(health.Reasons);
        else
            Assert.Equal((status.Value, (HealthStatus?)HealthStatus.Unknown), (health.Status, health.Severity("CalendarOld")));
        Assert.Equal(status == HealthStatus.Critical ? status : null, health.Severity("Stale"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task An_empty_database_is_told_what_to_do(int version)
    {
        var rig = new HealthRig { Info = HealthRig.Database(version), Schedules = [] };
        rig.ForgetAfter(DateOnly.MinValue);
        rig.Runs.Clear();
        rig.Attempts.Clear();
        if (version == 0)
            rig.Script.Broken["GetDaysAsync"] = new InvalidOperationException("no such table");
        var health = await rig.ReadAsync();
        Assert.Contains("Start-StockBackfill", health.Only("Empty", HealthStatus.Warning).Advice, StringComparison.Ordinal);
        Assert.True(health.Database!.IsReachable);
    }

    [Fact]
    public async Task One_day_is_enough_to_be_healthy()
    {
        var rig = new HealthRig { Schedules = [] };
        var day = new DateOnly(2026, 11, 25);
        rig.Days.RemoveAll(d => d.Date != day.ToDateTime(TimeOnly.MinValue));
        rig.Runs.RemoveRange(0, rig.Runs.Count - 1);
        rig.Attempts.Clear();
        var health = await rig.ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Equal((0, 0, 1, 1), (health.LagDays, health.Gaps!.Count, health.Durations!.Runs, health.ErrorBudget!.Days));
    }
}
