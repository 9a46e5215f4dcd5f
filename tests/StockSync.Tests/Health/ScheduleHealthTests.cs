using Xunit;

namespace StockSync.Tests.Health;

public sealed class ScheduleHealthTests
{
    [Theory]
    [InlineData("2026-11-25 20:29", 0, null)]
    [InlineData("2026-11-25 20:31", 1, null)]
    [InlineData("2026-11-25 22:29", 1, null)]
    [InlineData("2026-11-25 22:31", 2, HealthStatus.Critical)]
    [InlineData("2026-11-26 08:31", 3, HealthStatus.Critical)]
    public async Task Two_tries_that_were_due_and_not_made_are_critical(string beijing, int missed, HealthStatus? severity)
    {
        var rig = new HealthRig(beijing);
        rig.ForgetAfter(new DateOnly(2026, 11, 24));
        var health = await rig.ReadAsync();
        Assert.Equal((missed, severity), (health.Schedule!.Missed, health.Severity("RunMissing")));
    }

    [Theory]
    [InlineData("2026-11-22 12:00", "2026-11-20")] // weekend
    [InlineData("2026-10-08 19:00", "2026-09-30")] // holidays
    public async Task No_try_is_missed_on_closed_days(string beijing, string last)
    {
        var rig = new HealthRig(beijing);
        rig.ForgetAfter(DateOnly.Parse(last, null));
        Assert.Equal(0, (await rig.ReadAsync()).Schedule!.Missed);
    }

    [Fact]
    public async Task A_schedule_that_never_made_a_try_is_missed_from_the_last_work_by_hand_on()
    {
        var rig = new HealthRig("2026-11-26 10:00");
        rig.Attempts.Clear();
        rig.ForgetAfter(new DateOnly(2026, 11, 24));
        var health = await rig.ReadAsync();
        Assert.Equal((true, 5), (health.Schedule!.IsRegistered, health.Schedule.Missed)); // 22:00, 08:00, and the three of the 25th
        Assert.Equal(HealthStatus.Critical, health.Severity("RunMissing"));
    }

    [Fact]
    public async Task Who_works_by_hand_misses_nothing()
    {
        var rig = new HealthRig { Schedules = [] };
        rig.Attempts.Clear();
        var health = await rig.ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Equal((false, null), (health.Schedule!.IsRegistered, health.Schedule.Missed));
    }

    [Fact]
    public async Task A_schedule_that_was_taken_away_here_is_told_as_that()
    {
        var rig = new HealthRig("2026-11-26 10:00") { Schedules = [] };
        rig.ForgetAfter(new DateOnly(2026, 11, 24));
        rig.Replace(HealthRig.Day(new DateOnly(2026, 11, 25)));
        var health = await rig.ReadAsync();
        health.Only("NotScheduled", HealthStatus.Warning);
    }

    [Fact]
    public async Task Tries_of_another_machine_are_missed_all_the_same()
    {
        var rig = new HealthRig("2026-11-26 10:00") { Schedules = [] };
        rig.ForgetAfter(new DateOnly(2026, 11, 24));
        rig.Attempts[^1] = rig.Attempts[^1] with { Host = "elsewhere" };
        var health = await rig.ReadAsync();
        Assert.Equal((HealthStatus.Critical, null), (health.Severity("RunMissing"), health.Severity("NotScheduled")));
        Assert.Equal("elsewhere", health.Schedule!.LastHost);
    }

    [Fact]
    public async Task A_schedule_that_nothing_will_start_is_told()
    {
        var rig = new HealthRig { Schedules = [HealthRig.Schedule(isActive: false)] };
        var health = await rig.ReadAsync();
        health.Only("ScheduleInactive", HealthStatus.Warning);
        Assert.Equal((true, false, null), (health.Schedule!.IsRegistered, health.Schedule.IsActive, health.Schedule.NextAt));
    }

    [Fact]
    public async Task Where_schedules_were_not_looked_at_only_tries_are_told()
    {
        var rig = new HealthRig { Schedules = null };
        rig.Attempts[^2] = rig.Attempts[^2] with { Missed = 3 };
        var health = await rig.ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Equal((null, null, 0, 3), (health.Schedule!.IsRegistered, health.Schedule.IsActive, health.Schedule.Missed, health.Schedule.MissedThirtyDays));
        Assert.Equal(AttemptOutcome.AlreadyComplete, health.Schedule.LastOutcome);
    }
}
