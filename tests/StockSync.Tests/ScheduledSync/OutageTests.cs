using Microsoft.Extensions.Time.Testing;
using StockSync.Engine;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.ScheduledSync;

/// <summary>What is told when something is away for all the tries of a day; from the scheduler's start to the channel.</summary>
public class OutageTests
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    [Fact]
    public async Task A_day_whose_tries_all_failed_before_anything_was_ever_stored_is_made_up_for()
    {
        await using var schedule = new SimulatedSchedule(1, Utc(9, 7));
        schedule.Service.Trouble = 1e9;
        foreach (var (day, hour) in new[] { (9, 20), (9, 22), (10, 8) })
            await schedule.FireAsync(Utc(day, hour));
        schedule.Service.Trouble = 0;
        Assert.Empty(await schedule.DaysAsync());
        Assert.Equal("DayIncomplete/2024-01-09", Assert.Single(await schedule.OpenAlertsAsync()).AlertId);

        var made = await schedule.FireAsync(Utc(10, 20));

        Assert.Equal((AttemptOutcome.Completed, 0), (made.Outcome, made.ExitCode));
        var days = await schedule.DaysAsync();
        Assert.Equal([SyncDayStatus.Completed, SyncDayStatus.Completed], [days[new(2024, 1, 9)].Status, days[new(2024, 1, 10)].Status]);
        Assert.Empty(await schedule.OpenAlertsAsync());
    }

    // No calendar was there yet, so the weekday before was taken for a trading day.
    [Fact]
    public async Task An_alert_for_a_weekday_that_turns_out_to_be_closed_ends_with_the_next_try()
    {
        await using var schedule = new SimulatedSchedule(13, Utc(9, 7));
        Assert.False(schedule.IsTradingDay(new(2024, 1, 8)));
        schedule.Service.Trouble = 1e9;
        await schedule.FireAsync(Utc(9, 8));
        schedule.Service.Trouble = 0;
        Assert.Equal("DayIncomplete/2024-01-08", Assert.Single(await schedule.OpenAlertsAsync()).AlertId);

        await schedule.FireAsync(Utc(9, 20));

        Assert.Empty(await schedule.OpenAlertsAsync());
        Assert.Equal(AlertMessageKind.Recovery, schedule.Sender.Sent[^1].Kind);
    }

    [Fact]
    public async Task A_service_that_is_away_for_three_tries_is_told_twice_and_its_return_once()
    {
        await using var schedule = new SimulatedSchedule(1, Utc(9, 7));
        async Task FireAsync(int day, int hour, bool isAway)
        {
            // So much trouble refuses every connection.
            schedule.Service.Trouble = isAway ? 1e9 : 0;
            await schedule.FireAsync(Utc(day, hour));
        }

        await FireAsync(9, 20, isAway: false);
        await FireAsync(9, 22, isAway: false);
        await FireAsync(10, 8, isAway: false);
        Assert.Empty(schedule.Sender.Sent);

        await FireAsync(10, 20, isAway: true);
        Assert.Empty(schedule.Sender.Sent);
        await FireAsync(10, 22, isAway: true);
        await FireAsync(11, 8, isAway: true);
        await FireAsync(11, 20, isAway: false);
        await FireAsync(11, 22, isAway: false);
        await FireAsync(12, 8, isAway: false);
        Assert.True(
            schedule.Sender.Sent.Select(m => m.Kind == AlertMessageKind.Alert ? $"{m.Severity}" : $"{m.Kind}").SequenceEqual(["Warning", "Critical", "Recovery"]),
            string.Join('\n', schedule.Story) + string.Join('\n', schedule.Sender.Sent.Select(m => $"\n{m.Kind} {m.Severity} {m.Title}")));
        Assert.All(schedule.Sender.Sent, m => Assert.Equal("DayIncomplete/2024-01-10", m.AlertId));
        Assert.Contains(schedule.Sender.Sent[1].Content.Lines, l => l.Text.StartsWith("SourceUnreachable: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_for_three_tries_is_told_twice_by_the_machine_itself()
    {
        var folder = Directory.CreateTempSubdirectory("stocksync-outage-");
        try
        {
            var time = new FakeTimeProvider(new DateTimeOffset(Utc(10, 19), TimeSpan.Zero));
            var settings = new SyncSettings { Database = "postgresql://u:p@127.0.0.1:1/db", Endpoint = "nobody:1" };
            var sender = new RecordingSender();
            var outbox = new LocalOutbox(folder.FullName, time);
            var services = new RunServices(
                settings,
                StoreFactory.Open(settings, time),
                "nobody:1",
                _ => throw new InvalidOperationException("The service is not asked while nothing can be kept."),
                time);
            await using var operations = new SyncOperations(services, new AlertPolicy(settings, sender), sender, outbox, new SilentLog());
            foreach (var at in new[] { Utc(10, 20), Utc(10, 22), Utc(11, 8) })
            {
                time.SetUtcNow(new DateTimeOffset(at, TimeSpan.Zero));
                var run = Task.Run(() => operations.InvokeAttemptAsync(new RecordingObserver(), _ => default, CancellationToken.None));
                while (await Task.WhenAny(run, Task.Delay(1)) != run)
                    time.Advance(TimeSpan.FromSeconds(2));
                Assert.Equal(ErrorIds.StoreUnreachable, (await run).ErrorId);
            }
            Assert.Equal(["Warning", "Critical"], sender.Sent.Select(m => $"{m.Severity}"));
            Assert.All(sender.Sent, m => Assert.Equal("StoreUnusable/PostgreSQL 127.0.0.1:1/db", m.AlertId));
            Assert.Equal(AlertState.Open, Assert.Single(await outbox.GetAlertsAsync(true, 10, default)).State);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static DateTime Utc(int day, int hour) => DateTime.SpecifyKind(new DateTime(2024, 1, day, hour, 0, 0) - s_beijing, DateTimeKind.Utc);
}
