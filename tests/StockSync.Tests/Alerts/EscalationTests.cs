using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Sql;
using Xunit;
using static StockSync.Tests.Alerts.AlertSamples;

namespace StockSync.Tests.Alerts;

/// <summary>A day's tries, one after the other: what is said, to whom, and what is not.</summary>
public class EscalationTests
{
    readonly PolicyScene _scene = new();

    [Fact]
    public async Task A_service_that_is_down_for_a_day_makes_one_warning_one_critical_message_and_one_recovery()
    {
        Assert.Empty(await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Failed, SourceDown)));
        var silent = _scene.Alert(AlertRule.DayIncomplete);
        Assert.Equal((AlertState.Open, null), (silent.State, silent.NotifiedAt));

        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Failed, SourceDown));
        var tuesday = Monday.AddDays(1);
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: tuesday) with
        {
            Run = Run(), Days = [Day(tuesday, SyncDayStatus.Completed), Day(Monday, SyncDayStatus.Completed)],
        });
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.AlreadyComplete, day: tuesday));
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.AlreadyComplete, day: tuesday));
        Assert.Equal(
            ["WeCom Alert Warning", "WeCom Alert Critical", "Feishu Alert Critical", "WeCom Recovery Info", "Feishu Recovery Info"], _scene.Said);
        Assert.Equal(AlertState.Resolved, _scene.Alert(AlertRule.DayIncomplete).State);
        Assert.Equal(5, _scene.Messages.Select(m => (m.MessageId, m.Channel)).Distinct().Count());
    }

    [Fact]
    public async Task A_day_that_the_second_try_completes_is_nobodys_business()
    {
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Partial, state: Day(Monday, SyncDayStatus.Partial, stored: 5000, failed: 200)));
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed)));
        Assert.Empty(_scene.Messages);
        Assert.Equal(AlertState.Resolved, _scene.Alert(AlertRule.DayIncomplete).State);
    }

    [Fact]
    public async Task Recovery_goes_only_to_those_who_were_told()
    {
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Failed, SourceDown));
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed)));
        Assert.Equal(["WeCom Alert Warning", "WeCom Recovery Info"], _scene.Said);
    }

    [Fact]
    public async Task The_same_facts_twice_say_nothing_twice()
    {
        var facts = Attempt(2, AttemptOutcome.Failed, SourceDown);
        await _scene.JudgeAsync(facts);
        await _scene.JudgeAsync(facts with { Now = facts.Now.AddMinutes(1) });
        Assert.Single(_scene.Messages);
    }

    [Fact]
    public async Task An_outage_of_days_says_at_most_two_things_a_day_and_its_end_once()
    {
        for (int day = 0; day < 3; day++)
        {
            for (int number = 1; number <= 3; number++)
                await _scene.JudgeAsync(Attempt(number, AttemptOutcome.Failed, SourceDown, Monday.AddDays(day)));
        }
        var days = Enumerable.Range(0, 4).Select(d => Day(Monday.AddDays(d), SyncDayStatus.Completed)).ToList();
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: Monday.AddDays(3)) with { Run = Run(), Days = days });
        Assert.Equal(
            ["Alert Warning", "Alert Critical", "Alert Warning", "Alert Critical", "Alert Warning", "Alert Critical", "Recovery Info"],
            _scene.Messages.Where(m => m.Channel == "WeCom").Select(m => $"{m.Kind} {m.Severity}"));
    }

    [Fact]
    public async Task A_former_day_whose_last_try_was_missed_is_critical_at_the_next_one()
    {
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Failed, SourceDown));
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        var tuesday = Monday.AddDays(1);
        var said = await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Failed, SourceDown, tuesday, missed: 1) with
        {
            Days = [Day(tuesday, SyncDayStatus.Failed), Day(Monday, SyncDayStatus.Failed)],
        });
        Assert.Equal(["Feishu", "WeCom"], said.Select(m => m.Channel).Order());
        Assert.All(said, m => Assert.Contains("2026-01-05 is still incomplete", m.Title, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_open_critical_alert_is_repeated_after_a_day_and_no_sooner()
    {
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Failed, SourceDown));
        var tuesday = Monday.AddDays(1);
        AlertFacts Still(int number) =>
            Attempt(number, AttemptOutcome.Partial, day: tuesday) with { Days = [Day(tuesday, SyncDayStatus.Completed), Day(Monday, SyncDayStatus.Partial)] };
        Assert.Empty(await _scene.JudgeAsync(Still(1)));
        Assert.Empty(await _scene.JudgeAsync(Still(2)));
        Assert.Equal(2, (await _scene.JudgeAsync(Still(3))).Count);
    }

    [Fact]
    public async Task Ten_thousand_failing_stocks_make_one_message_with_counts_and_ten_codes()
    {
        var failures = Enumerable.Range(0, 10_000).Select(i => new FailedStock
        {
            Code = $"{600000 + i}", From = Monday, To = Monday, Reason = i % 3 == 0 ? ErrorIds.BarLate : ErrorIds.SourceTimeout,
        }).ToList();
        var said = await _scene.JudgeAsync(
            Attempt(2, AttemptOutcome.Partial, state: Day(Monday, SyncDayStatus.Partial, 15_200, 5_200, 10_000)) with { Failures = failures });
        var content = Assert.Single(said).Content;
        Assert.Equal("SourceTimeout 6,666, BarLate 3,334", Line(content, "By reason"));
        string stocks = Line(content, "Stocks");
        Assert.StartsWith("600000, 600001, ", stocks, StringComparison.Ordinal);
        Assert.EndsWith("… 9,990 more", stocks, StringComparison.Ordinal);
        Assert.Equal(10, stocks.Split(',').Length - 1);
        Assert.Equal(("5,200 of 15,200", "10,000"), (Line(content, "Succeeded"), Line(content, "Failed")));
    }

    [Fact]
    public async Task A_message_says_what_its_reader_has_to_know()
    {
        var content = (await _scene.JudgeAsync(
            Attempt(2, AttemptOutcome.Failed, SourceDown, state: Day(Monday, SyncDayStatus.Partial, stored: 5_000, failed: 200))))[0].Content;
        Assert.Equal("[Warning] StockSync: 2026-01-05 is incomplete after attempt 2 of 3", content.Title);
        Assert.Equal("2026-01-05", Line(content, "Trading day"));
        Assert.Equal("SourceUnreachable: The service does not answer.", Line(content, "Error"));
        Assert.Equal("/var/log/stocksync/stocksync.log", Line(content, "Log"));
        Assert.Equal("run-05-2", Line(content, "Run"));
        Assert.Equal("vm1", Line(content, "Host"));
        Assert.Equal("2026-01-06 00:00 (UTC+8)", Line(content, "Next attempt"));
        Assert.Equal("2026-01-05 22:03 (UTC+8)", Line(content, "Time"));
        Assert.Contains("Get-SyncHealth", content.Advice, StringComparison.Ordinal);
        Assert.Contains("Retry-FailedStock", content.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_is_written_in_the_language_of_its_reader()
    {
        var scene = new PolicyScene(new AlertSettings { AlertLanguage = "zh-CN", WebhookUrl = "https://a.example" });
        var content = (await scene.JudgeAsync(Attempt(3, AttemptOutcome.Failed, SourceDown)))[0].Content;
        Assert.Equal("[严重] StockSync: 2026-01-05 在最后一次定时同步后仍不完整", content.Title);
        Assert.Contains(content.Lines, l => l.Label == "下次同步");
    }

    [Fact]
    public async Task Without_a_channel_the_alert_stands_and_is_told_when_there_is_one()
    {
        var deaf = new PolicyScene(new AlertSettings { FeishuUrl = "https://a.example", FeishuSeverity = AlertSeverity.Critical });
        await deaf.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        Assert.Null(deaf.Alert(AlertRule.DayIncomplete).NotifiedAt);
        await deaf.JudgeAsync(Attempt(3, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed)));
        Assert.Empty(deaf.Messages);
    }

    static string Line(AlertContent content, string label) => content.Lines.Single(l => l.Label == label).Text;
}
