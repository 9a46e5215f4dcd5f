using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Health;

public sealed class RateTests
{
    [Theory]
    [InlineData(SyncRunStatus.Failed, 0, 0.95, HealthStatus.Warning)]
    [InlineData(SyncRunStatus.Interrupted, 0, 0.95, HealthStatus.Warning)]
    [InlineData(SyncRunStatus.Partial, 4749, 0.95, HealthStatus.Warning)]
    [InlineData(SyncRunStatus.Partial, 4750, 1.0, null)] // nearly all of it
    [InlineData(SyncRunStatus.Stopped, 0, 1.0, null)]
    [InlineData(SyncRunStatus.Running, 0, 1.0, null)]
    public async Task Nineteen_good_runs_and_another_one(SyncRunStatus other, long present, double rate, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Runs.Clear();
        for (int i = 0; i < 19; i++)
            rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-1 - i), present: 5000));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-30), other, present: present));
        var health = await rig.ReadAsync();
        Assert.Equal(rate, health.SuccessRate!.Value, 6);
        Assert.Equal((severity, rate), (health.Severity("LowSuccessRate"), Math.Round(health.SuccessRate7!.Value, 6)));
    }

    [Fact]
    public async Task Twenty_good_ones_of_twentyone_are_more_than_95_percent_and_old_runs_count_only_in_the_longer_rate()
    {
        var rig = new HealthRig();
        rig.Runs.Clear();
        for (int i = 0; i < 20; i++)
            rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-1 - i), present: 5000));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-30), SyncRunStatus.Failed));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-31), SyncRunStatus.Failed));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-91), SyncRunStatus.Failed));
        var health = await rig.ReadAsync();
        Assert.Null(health.Severity("LowSuccessRate"));
        Assert.Equal(20 / 21.0, health.SuccessRate!.Value, 6);
        Assert.Equal(20 / 22.0, health.SuccessRate90!.Value, 6);
    }

    [Theory]
    [InlineData("CCCC", 0, null)]
    [InlineData("FC", 1, null)]
    [InlineData("FFC", 2, HealthStatus.Warning)]
    [InlineData("FFFC", 3, HealthStatus.Critical)]
    [InlineData("IFF", 3, HealthStatus.Critical)]
    [InlineData("FSFPFC", 3, HealthStatus.Critical)] // stopped or partial ends nothing
    [InlineData("CFFF", 0, null)] // one good run does
    [InlineData("RFF", 2, HealthStatus.Warning)] // one that works has not proven anything yet
    public async Task Failures_in_a_row_are_those_since_the_last_good_run(string newestFirst, int count, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Runs.Clear();
        rig.Attempts.RemoveAll(t => t.RunId is null);
        for (int i = 0; i < newestFirst.Length; i++)
        {
            var status = newestFirst[i] switch
            {
                'C' => SyncRunStatus.Completed, 'F' => SyncRunStatus.Failed, 'I' => SyncRunStatus.Interrupted,
                'S' => SyncRunStatus.Stopped, 'R' => SyncRunStatus.Running, _ => SyncRunStatus.Partial,
            };
            rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-1 - i), status, message: $"why {i}"));
        }
        var health = await rig.ReadAsync();
        Assert.Equal((count, severity), (health.ConsecutiveFailures, health.Severity("ConsecutiveFailures")));
        if (severity is not null)
            Assert.Contains("why ", health.Reasons.Single(r => r.Code == "ConsecutiveFailures").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_that_never_became_a_run_count_and_one_that_finds_the_day_complete_ends_the_row()
    {
        var rig = new HealthRig();
        foreach (int minutes in new[] { 30, 40, 50 })
            rig.Attempts.Add(HealthRig.Try(rig.Now.AddMinutes(-minutes), minutes == 40 ? AttemptOutcome.Misconfigured : AttemptOutcome.Failed));
        Assert.Equal(3, (await rig.ReadAsync()).ConsecutiveFailures);
        rig.Attempts.Add(HealthRig.Try(rig.Now.AddMinutes(-10), AttemptOutcome.NothingDue));
        Assert.Equal(3, (await rig.ReadAsync()).ConsecutiveFailures);
        rig.Attempts.Add(HealthRig.Try(rig.Now.AddMinutes(-5), AttemptOutcome.AlreadyComplete));
        Assert.Equal(0, (await rig.ReadAsync()).ConsecutiveFailures);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(200, null)] // 4 days lack 200 of 5,000 each: 99.2 %
    [InlineData(300, HealthStatus.Warning)]
    public async Task Stocks_that_ended_right_are_counted_over_thirty_days(int lacking, HealthStatus? severity)
    {
        var rig = new HealthRig();
        foreach (int day in new[] { 9, 10, 11, 12 })
            rig.Replace(HealthRig.Day(new DateOnly(2026, 11, day), 5000 - lacking));
        var health = await rig.ReadAsync();
        int days = rig.Days.Count(d => d.Date > new DateTime(2026, 10, 27));
        Assert.Equal(1 - (4 * lacking / (5000.0 * days)), health.StockSuccessRate!.Value, 6);
        Assert.Equal(severity, health.Severity("LowStockSuccessRate"));
    }

    [Fact]
    public async Task Retries_errors_and_latencies_are_those_of_a_week_weighed_by_requests()
    {
        var rig = new HealthRig();
        rig.Runs.Clear();
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-1), requests: 90, retries: 9, errors: 4, latency: (0.2, 0.9)));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-2), requests: 10, retries: 1, errors: 1, latency: (5, 60)));
        rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-8), requests: 1000, retries: 500, errors: 500, latency: (50, 600)));
        var health = await rig.ReadAsync();
        Assert.Equal((0.1, 0.05, 100), (health.RetryRate, health.Source!.ErrorRate, health.Source.RecentRequests));
        Assert.Equal((0.2, 0.9), (health.Source.LatencyP50, health.Source.LatencyP95));
        Assert.Equal(rig.Runs[0].EndedAt, health.Source.LastAnswerAt);
    }
}
