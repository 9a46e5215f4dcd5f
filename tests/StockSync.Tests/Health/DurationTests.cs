using StockSync.Engine.Operations;
using Xunit;

namespace StockSync.Tests.Health;

public sealed class DurationTests
{
    [Theory]
    [InlineData(0.5, 3)]
    [InlineData(0.95, 5)]
    [InlineData(0.2, 1)]
    [InlineData(0.21, 2)]
    public void Percentiles_are_values_that_were_measured(double share, int expected)
    {
        Assert.Equal(expected, Percentile.Of([5, 1, 4, 2, 3], share));
        Assert.Null(Percentile.Of(Array.Empty<int>(), share));
        Assert.Equal(7, Percentile.Of([7], share));
    }

    [Fact]
    public void A_weight_stands_for_as_many_values()
    {
        Assert.Equal(1, Percentile.Weighted([(1, 99L), (9, 1L)], 0.95));
        Assert.Equal(9, Percentile.Weighted([(1, 90L), (9, 10L)], 0.95));
        Assert.Null(Percentile.Weighted([(1, 0L)], 0.5));
    }

    [Theory]
    [InlineData(20, 60, 120, null)] // twice the usual time is not more than twice
    [InlineData(20, 60, 121, HealthStatus.Warning)]
    [InlineData(19, 60, 600, null)] // too few to say so
    [InlineData(20, 5, 59, null)] // over in no time
    public async Task A_p95_of_more_than_twice_the_median_is_slow(int runs, double usual, double slow, HealthStatus? severity)
    {
        var rig = Rig(runs, i => i < 2 ? slow : usual);
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("SlowRuns"));
        Assert.Equal((runs, SyncKind.Day), (health.Durations!.Runs, health.Durations.Kind));
        Assert.Equal(
            (TimeSpan.FromSeconds(usual), TimeSpan.FromSeconds(slow), TimeSpan.FromSeconds(slow)),
            (health.Durations.P50, health.Durations.P95, health.Durations.Max));
    }

    [Theory]
    [InlineData(72, null)]
    [InlineData(73, HealthStatus.Warning)] // of the two hours from 20:00 to 22:00
    public async Task Runs_that_come_near_the_next_try_are_slow(double minutes, HealthStatus? severity) =>
        Assert.Equal(severity, (await Rig(20, _ => 60 * minutes).ReadAsync()).Severity("SlowRuns"));

    [Fact]
    public async Task A_backfill_is_not_slow_beside_daily_runs_and_counts_where_there_are_none()
    {
        var rig = Rig(20, _ => 60);
        for (int i = 0; i < 5; i++)
            rig.Runs.Add(HealthRig.Run(rig.Now.AddDays(-1).AddMinutes(-i), kind: SyncKind.Backfill, seconds: 7200));
        var health = await rig.ReadAsync();
        Assert.Equal((20, TimeSpan.FromMinutes(1)), (health.Durations!.Runs, health.Durations.Max));
        rig.Runs.RemoveAll(r => r.Kind == SyncKind.Day);
        health = await rig.ReadAsync();
        Assert.Equal((5, TimeSpan.FromHours(2), null), (health.Durations!.Runs, health.Durations.Average, health.Durations.Kind));
    }

    [Fact]
    public async Task The_trend_is_a_week_of_runs_to_the_month()
    {
        var rig = Rig(20, i => i < 7 ? 90 : 60);
        Assert.Equal(1.5, (await rig.ReadAsync()).Durations!.TrendRatio);
    }

    // Newest first, an hour apart.
    static HealthRig Rig(int runs, Func<int, double> seconds)
    {
        var rig = new HealthRig();
        rig.Runs.Clear();
        for (int i = 0; i < runs; i++)
            rig.Runs.Add(HealthRig.Run(rig.Now.AddHours(-2 * (i + 1)), seconds: seconds(i), present: 5000));
        return rig;
    }
}
