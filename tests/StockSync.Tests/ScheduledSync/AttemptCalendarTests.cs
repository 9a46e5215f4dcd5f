using StockSync.Engine.Operations.Schedules;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

public class AttemptCalendarTests
{
    static readonly TimeOnly s_publish = new(17, 30);
    static readonly TimeOnly[] s_times = [new(20, 0), new(22, 0), new(8, 0)];

    // Friday 2026-02-13 is the last trading day before the spring festival, Tuesday 2026-02-24 the first one after it.
    static readonly AttemptCalendar s_calendar = new(
        s_times, s_publish, day => day >= new DateOnly(2026, 2, 16) && day <= new DateOnly(2026, 2, 23) ? false : null);

    [Theory]
    [InlineData("2026-01-05T19:59", "2026-01-02", 3)] // Monday before the first try: Friday's last one, on Saturday
    [InlineData("2026-01-05T20:00", "2026-01-05", 1)]
    [InlineData("2026-01-05T21:59", "2026-01-05", 1)]
    [InlineData("2026-01-05T22:00", "2026-01-05", 2)]
    [InlineData("2026-01-06T07:59", "2026-01-05", 2)]
    [InlineData("2026-01-06T08:00", "2026-01-05", 3)]
    [InlineData("2026-01-10T08:00", "2026-01-09", 3)] // Friday's last one on Saturday
    [InlineData("2026-01-11T20:00", "2026-01-09", 3)] // nothing of Sunday's own
    [InlineData("2026-02-14T08:00", "2026-02-13", 3)]
    [InlineData("2026-02-20T22:30", "2026-02-13", 3)] // in the middle of the festival
    [InlineData("2026-02-24T20:00", "2026-02-24", 1)]
    [InlineData("2026-01-01T08:00", "2025-12-31", 3)] // over the end of the year
    [InlineData("2024-02-29T22:00", "2024-02-29", 2)]
    public void The_newest_try_due_is_of_the_right_day(string beijing, string day, int number)
    {
        var slot = s_calendar.Latest(Instant(beijing))!.Value;
        Assert.Equal((DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), number), (slot.Day, slot.Number));
    }

    [Theory]
    [InlineData("2026-01-05T19:59", "2026-01-05T20:00")]
    [InlineData("2026-01-05T20:00", "2026-01-05T22:00")]
    [InlineData("2026-01-05T22:00", "2026-01-06T08:00")]
    [InlineData("2026-01-10T08:00", "2026-01-12T20:00")]
    [InlineData("2026-02-14T08:00", "2026-02-24T20:00")]
    public void The_next_try_comes_after_weekends_and_holidays(string beijing, string next) =>
        Assert.Equal(Instant(next), s_calendar.Next(Instant(beijing))!.Value.DueAt);

    [Fact]
    public void Each_trading_day_has_all_tries_and_no_other_day_has_any()
    {
        var slots = s_calendar.Between(Instant("2026-02-12T12:00"), Instant("2026-02-26T12:00"));
        Assert.Equal(
            ["02-12 1", "02-12 2", "02-12 3", "02-13 1", "02-13 2", "02-13 3", "02-24 1", "02-24 2", "02-24 3", "02-25 1", "02-25 2", "02-25 3"],
            slots.Select(s => $"{s.Day:MM-dd} {s.Number}"));
    }

    [Fact]
    public void Tries_missed_are_those_due_since_the_last_one_made()
    {
        var made = Made("2026-01-05T20:00", AttemptOutcome.Failed);
        var history = new AttemptHistory([made, Made("2026-01-06T20:00", AttemptOutcome.Running), Made("2026-01-06T22:00", AttemptOutcome.Busy)]);
        var missed = history.Missed(s_calendar, Instant("2026-01-07T08:00"));
        Assert.Equal(
            [Instant("2026-01-05T22:00"), Instant("2026-01-06T08:00"), Instant("2026-01-06T20:00"), Instant("2026-01-06T22:00")],
            missed.Select(s => s.DueAt));
        Assert.Equal(made, history.Last);
    }

    [Fact]
    public void Before_the_first_try_of_all_nothing_is_missing() =>
        Assert.Empty(AttemptHistory.Empty.Missed(s_calendar, Instant("2026-01-07T08:00")));

    static ScheduledAttempt Made(string due, AttemptOutcome outcome) => new()
    {
        AttemptId = due,
        DueAt = Instant(due),
        StartedAt = Instant(due).AddMinutes(1),
        Outcome = outcome,
    };

    static DateTime Instant(string beijing) => DateTime.SpecifyKind(
        DateTime.Parse(beijing, System.Globalization.CultureInfo.InvariantCulture) - TimeSpan.FromHours(8), DateTimeKind.Utc);
}
