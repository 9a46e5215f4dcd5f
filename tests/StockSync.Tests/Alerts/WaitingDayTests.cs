using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Schedules;
using Xunit;
using static StockSync.Tests.Alerts.AlertSamples;

namespace StockSync.Tests.Alerts;

/// <summary>A day that only waits for the service's second answer is information at most: nobody can do anything about it.</summary>
public class WaitingDayTests
{
    readonly PolicyScene _scene = new(new AlertSettings { AlertLanguage = "en-US", WeComUrl = "https://wecom.example/k", WeComSeverity = AlertSeverity.Info });

    [Fact]
    public async Task Whatever_the_try_it_is_information_and_told_once()
    {
        for (int number = 1; number <= 3; number++)
            await _scene.JudgeAsync(Attempt(number, AttemptOutcome.Partial, state: Waiting(Monday)));
        // Before a long holiday it waits for many tries of later days.
        for (int day = 1; day <= 4; day++)
        {
            for (int number = 1; number <= 3; number++)
            {
                var date = Monday.AddDays(day);
                await _scene.JudgeAsync(Attempt(number, AttemptOutcome.Completed, day: date) with { Days = [Day(date, SyncDayStatus.Completed), Waiting(Monday)] });
            }
        }
        Assert.Equal(AlertSeverity.Info, _scene.Alert(AlertRule.DayIncomplete).Severity);
        var content = Assert.Single(_scene.Messages).Content;
        Assert.Equal("[Info] StockSync: 2026-01-05 is waiting for the service to confirm that 2 stocks have no bar", content.Title);
        Assert.Contains("No action is needed", content.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry", content.Advice, StringComparison.Ordinal);
        Assert.Equal("2", content.Lines.Single(l => l.Label == "Waiting").Text);
        Assert.DoesNotContain(content.Lines, l => l.Label == "Failed");
    }

    [Fact]
    public async Task In_Chinese_too()
    {
        var scene = new PolicyScene(new AlertSettings { AlertLanguage = "zh-CN", WeComUrl = "https://wecom.example/k", WeComSeverity = AlertSeverity.Info });
        var content = Assert.Single(await scene.JudgeAsync(Attempt(3, AttemptOutcome.Partial, state: Waiting(Monday)))).Content;
        Assert.Contains("2026-01-05 正等待服务确认 2 只股票没有日线", content.Title, StringComparison.Ordinal);
        Assert.Contains("无需任何操作", content.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_warnings_only_hears_nothing_of_it()
    {
        var scene = new PolicyScene();
        for (int number = 1; number <= 3; number++)
            Assert.Empty(await scene.JudgeAsync(Attempt(number, AttemptOutcome.Partial, state: Waiting(Monday))));
        await scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: Monday.AddDays(1)) with { Days = [Day(Monday, SyncDayStatus.Completed)] });
        Assert.Empty(scene.Messages);
    }

    [Fact]
    public async Task A_trouble_that_was_told_and_shrinks_to_a_wait_is_told_no_further_and_its_end_once()
    {
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Partial, state: Waiting(Monday)));
        var tuesday = Monday.AddDays(1);
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Completed, day: tuesday) with { Days = [Day(tuesday, SyncDayStatus.Completed), Waiting(Monday)] });
        Assert.Equal(["WeCom Alert Warning"], _scene.Said);
        Assert.Equal(AlertSeverity.Info, _scene.Alert(AlertRule.DayIncomplete).Severity);
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: tuesday) with { Days = [Day(Monday, SyncDayStatus.Completed)] });
        Assert.Equal(["WeCom Alert Warning", "WeCom Recovery Info"], _scene.Said);
    }

    [Theory]
    [InlineData(3, 2, 0, 0)] // one more is late although a list names it
    [InlineData(2, 2, 1, 0)] // one failed
    [InlineData(2, 2, 0, 1)] // one was set aside
    public async Task A_day_with_any_other_trouble_is_told_as_ever(int late, int waiting, int failed, int quarantined)
    {
        var day = new SyncDay
        {
            Date = Monday, Status = SyncDayStatus.Partial, Expected = 5200, Stored = 5200 - late - failed - quarantined, Late = late, Waiting = waiting,
            Failed = failed, Quarantined = quarantined,
        };
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Partial, state: day));
        Assert.Equal(AlertSeverity.Critical, _scene.Alert(AlertRule.DayIncomplete).Severity);
        Assert.Equal(2, AttemptVerdict.ExitCode(AttemptOutcome.Partial, day));
    }

    [Fact]
    public void To_a_scheduler_a_day_that_waits_is_no_failure() => Assert.Equal(0, AttemptVerdict.ExitCode(AttemptOutcome.Partial, Waiting(Monday)));

    [Fact]
    public async Task What_was_accepted_although_it_is_unusual_is_one_alert_that_ends_in_silence()
    {
        var facts = Attempt(1, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed)) with
        {
            Accepted = [new AcceptedEvidence("2026-01-02", 60), new AcceptedEvidence("2025-12-01 2025-12-29", 0)],
        };
        var content = Assert.Single(await _scene.JudgeAsync(facts)).Content;
        Assert.Contains("The market closure 2025-12-01 2025-12-29 was accepted", content.Title + content.Lines.FirstOrDefault(l => l.Label == "Also")?.Text, StringComparison.Ordinal);
        Assert.Contains("60 stocks were accepted as absent on 2026-01-02", content.Title + content.Lines.FirstOrDefault(l => l.Label == "Also")?.Text, StringComparison.Ordinal);
        await _scene.JudgeAsync(facts with { Now = facts.Now.AddHours(2) });
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: Monday.AddDays(1), state: Day(Monday.AddDays(1), SyncDayStatus.Completed)));
        Assert.Equal(["WeCom Alert Warning"], _scene.Said);
        Assert.All(_scene.Alerts, a => Assert.Equal(AlertState.Resolved, a.State));
    }

    static SyncDay Waiting(DateTime date) => new()
    {
        Date = date, Status = SyncDayStatus.Partial, Expected = 5200, Stored = 5198, Late = 2, Waiting = 2, Reason = "2 late",
    };
}
