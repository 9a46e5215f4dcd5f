using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Simulation;
using StockSync.Tests.Soak;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

/// <summary>400 simulated days: holidays, year ends, a leap day, machines that are off, bars that are late, a service that is down.</summary>
public class ScheduleSimulationTests
{
    const int Days = 400;
    const int TickDays = 10;

    // From a Tuesday in January over 29 February and the end of the year.
    static readonly DateOnly s_first = new(2024, 1, 9);
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);
    static readonly TimeOnly[] s_times = [new(8, 0), new(20, 0), new(22, 0)];

    // Chances that the machine is off, and that the service makes trouble. More seeds in a soak.
    public static TheoryData<long> Seeds => [.. Enumerable.Range(1, CaseCount.Of("STOCKSYNC_TEST_SCHEDULES", 1)).Select(n => (long)n)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_trading_day_is_complete_and_closed_days_cost_nothing(long seed)
    {
        var fate = new Fate(seed);
        var (off, trouble) = (fate.Of(5) * 0.1, fate.Of(6) * 0.3);
        await using var schedule = new SimulatedSchedule(seed, Utc(s_first, new TimeOnly(7, 0)));
        DateOnly? begun = null;
        for (var day = s_first; day < s_first.AddDays(Days); day = day.AddDays(1))
        {
            // Off for a whole day, or only around one start.
            if (fate.Of(1, day.DayNumber) < off)
                continue;
            for (int i = 0; i < s_times.Length; i++)
            {
                if (fate.Of(2, day.DayNumber, i) < off)
                    continue;
                schedule.Service.Trouble = fate.Of(3, day.DayNumber, i) < trouble ? (fate.Of(4, day.DayNumber, i) < 0.5 ? 1 : 0.2) : 0;
                var made = await FireAsync(schedule, day, s_times[i]);
                begun ??= made.Date is { } date ? DateOnly.FromDateTime(date) : null;
            }
        }
        schedule.Service.Trouble = 0;
        for (var day = s_first.AddDays(Days); day < s_first.AddDays(Days + 12); day = day.AddDays(1))
        {
            foreach (var time in s_times)
                await FireAsync(schedule, day, time);
        }
        // Days before the first try that a machine ever made are nobody's hole.
        await AssertCompleteAsync(schedule, begun!.Value, s_first.AddDays(Days + 10));
        await AssertQuietAsync(schedule);
    }

    // A crontab in a zone with summer time: every quarter of an hour, all year round; what is due is decided in Beijing time.
    [Fact]
    public async Task A_tick_every_quarter_of_an_hour_makes_each_try_once_and_at_its_time()
    {
        await using var schedule = new SimulatedSchedule(3, Utc(s_first, new TimeOnly(7, 0)));
        var made = new List<ScheduledAttempt>();
        for (var at = Utc(s_first, new TimeOnly(7, 0)); at < Utc(s_first.AddDays(TickDays), default); at = at.AddMinutes(15))
        {
            var result = await schedule.FireAsync(at);
            if (result.Outcome == AttemptOutcome.NothingDue)
                Assert.Equal(0, schedule.Service.FramesOfRun);
            else
                made.Add(result);
        }
        var days = schedule.TradingDays(s_first, s_first.AddDays(TickDays - 1)).ToArray();
        // The first one makes up for the evening before the machine was there. Then comes the morning try of that day, and that of the last day
        // lies beyond the end.
        Assert.Equal(days.Length * s_times.Length, made.Count - 1);
        Assert.All(made.Skip(1), t => Assert.InRange(t.StartedAt - t.DueAt!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(15)));
        Assert.All(made, t => Assert.Equal(0, t.Missed));
        await AssertCompleteAsync(schedule, s_first, days[^1]);
    }

    static async Task<ScheduledAttempt> FireAsync(SimulatedSchedule schedule, DateOnly day, TimeOnly time)
    {
        var made = await schedule.FireAsync(Utc(day, time));
        // A weekday of a year that no answer has reached yet: only the service knows whether it is a trading day. Login, stock list, calendar.
        bool isNewYear = made is { Outcome: AttemptOutcome.NothingDue, Date: not null };
        if (made.Outcome is AttemptOutcome.NothingDue or AttemptOutcome.AlreadyComplete)
            Assert.True(schedule.Service.FramesOfRun <= (isNewYear ? 3 : 0), schedule.Story[^1]);
        // The cool-down after a ban outlasts the trouble.
        if (schedule.Service.Trouble == 0 && made.Outcome != AttemptOutcome.Blocked)
            Assert.True(made.ExitCode == 0, string.Join('\n', schedule.Story.TakeLast(6)));
        // Work on a closed day is only ever the last try of the trading day before it, or one that was missed.
        if (!schedule.IsTradingDay(day) && made.Date is not null && !isNewYear)
            Assert.True(made.Number == s_times.Length || made.Missed > 0, schedule.Story[^1]);
        return made;
    }

    // No alert twice at the same severity, none that stands at the end, and nobody hears of an end who did not hear of the beginning. (One
    // message tells all that is over after a run: the end of a day may be told beside that of a ban.)
    static async Task AssertQuietAsync(SimulatedSchedule schedule)
    {
        var open = await schedule.OpenAlertsAsync();
        Assert.True(open.Count == 0, $"{string.Join(", ", open)}\n{string.Join('\n', schedule.Story.Take(60))}");
        foreach (var alert in schedule.Sender.Sent.Where(m => m.AlertId!.StartsWith(nameof(AlertRule.DayIncomplete), StringComparison.Ordinal)).GroupBy(m => m.AlertId))
        {
            string told = string.Join(", ", alert.Select(m => $"{m.Kind} {m.Severity} {m.CreatedAt:MM-dd HH:mm}"));
            Assert.True(alert.Count(m => m is { Kind: AlertMessageKind.Alert, Severity: AlertSeverity.Warning }) <= 1, $"{alert.Key}: {told}");
            Assert.True(alert.Count(m => m is { Kind: AlertMessageKind.Recovery }) <= 1, $"{alert.Key}: {told}");
            Assert.True(alert.SkipWhile(m => m.Kind != AlertMessageKind.Recovery).Skip(1).All(m => m.Kind == AlertMessageKind.Recovery), $"{alert.Key}: {told}");
        }
    }

    static async Task AssertCompleteAsync(SimulatedSchedule schedule, DateOnly from, DateOnly to)
    {
        var days = await schedule.DaysAsync();
        string story() => string.Join('\n', schedule.Story.TakeLast(60));
        foreach (var day in schedule.TradingDays(from, to))
            Assert.True(days.TryGetValue(day, out var found) && found.Status == SyncDayStatus.Completed, $"{day} {days.GetValueOrDefault(day)}\n{story()}");
        Assert.All(days.Keys, d => Assert.True(schedule.IsTradingDay(d)));
    }

    static DateTime Utc(DateOnly day, TimeOnly time) => DateTime.SpecifyKind(day.ToDateTime(time) - s_beijing, DateTimeKind.Utc);
}
