using Xunit;

namespace StockSync.Tests.ScheduledSync;

/// <summary>Who hears what of tries that fail: with the real policy, engine and store.</summary>
public class AttemptAlertTests
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    [Fact]
    public async Task A_service_that_is_down_for_all_three_tries_is_told_twice_and_its_return_once()
    {
        await using var schedule = new SimulatedSchedule(1, Utc("2024-01-09T07:00"));
        foreach (string quiet in (string[])["2024-01-09T20:00", "2024-01-09T22:00", "2024-01-10T08:00"])
            Assert.Equal(0, (await schedule.FireAsync(Utc(quiet))).ExitCode);
        Assert.Empty(schedule.Sender.Sent);

        schedule.Service.Trouble = 1;
        Assert.NotEqual(0, (await schedule.FireAsync(Utc("2024-01-10T20:00"))).ExitCode);
        Assert.Empty(schedule.Sender.Sent);
        Assert.NotEqual(0, (await schedule.FireAsync(Utc("2024-01-10T22:00"))).ExitCode);
        Assert.NotEqual(0, (await schedule.FireAsync(Utc("2024-01-11T08:00"))).ExitCode);
        // Others may start it in between; nothing is due.
        Assert.Equal(AttemptOutcome.NothingDue, (await schedule.FireAsync(Utc("2024-01-11T10:00"))).Outcome);

        schedule.Service.Trouble = 0;
        foreach (string later in (string[])["2024-01-11T20:00", "2024-01-11T22:00", "2024-01-12T08:00", "2024-01-12T20:00"])
            await schedule.FireAsync(Utc(later));
        Assert.Equal(
            ["Alert Warning DayIncomplete/2024-01-10", "Alert Critical DayIncomplete/2024-01-10", "Recovery Info DayIncomplete/2024-01-10"],
            schedule.Sender.Sent.Select(m => $"{m.Kind} {m.Severity} {m.AlertId}"));
        Assert.All((await schedule.DaysAsync()).Values, d => Assert.Equal(SyncDayStatus.Completed, d.Status));
        Assert.Equal(["start", "", "start", "", "start", "", "start", "1", "start", "1", "start", "1"], schedule.Sender.Pings.Take(12));
    }

    [Fact]
    public async Task A_day_that_was_put_right_by_hand_long_after_is_told_to_be_over_by_the_next_try()
    {
        await using var schedule = new SimulatedSchedule(1, Utc("2024-01-09T07:00"));
        await schedule.FireAsync(Utc("2024-01-09T20:00"));
        schedule.Service.Trouble = 1;
        foreach (string failing in (string[])["2024-01-10T20:00", "2024-01-10T22:00", "2024-01-11T08:00"])
            await schedule.FireAsync(Utc(failing));
        // The machine is off for so long that neither the look-back nor the missed tries reach the day.
        schedule.Service.Trouble = 0;
        await schedule.FireAsync(Utc("2024-03-15T20:00"));
        Assert.DoesNotContain(schedule.Sender.Sent, m => m.Kind == AlertMessageKind.Recovery);
        await schedule.RunByHandAsync(new SyncRequest { Kind = SyncKind.Day, Dates = [new DateOnly(2024, 1, 10)] });
        await schedule.FireAsync(Utc("2024-03-15T22:00"));
        Assert.Single(schedule.Sender.Sent, m => m is { Kind: AlertMessageKind.Recovery, AlertId: "DayIncomplete/2024-01-10" });
    }

    static DateTime Utc(string beijing) => DateTime.SpecifyKind(
        DateTime.Parse(beijing, System.Globalization.CultureInfo.InvariantCulture) - s_beijing, DateTimeKind.Utc);
}
