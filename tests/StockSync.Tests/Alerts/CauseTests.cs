using StockSync.Engine.Stores.Sql;
using Xunit;
using static StockSync.Tests.Alerts.AlertSamples;

namespace StockSync.Tests.Alerts;

/// <summary>Bans, databases, settings, missed tries, runs by hand: causes are told, what follows from them is not.</summary>
public class CauseTests
{
    static readonly StockSyncException s_banned = new(ErrorIds.SourceBanned, ErrorKind.Limit, "The service refuses this address.");

    readonly PolicyScene _scene = new();

    static StockSyncException Store(string errorId) => new(errorId, ErrorKind.Connection, "The database is away.");

    [Fact]
    public async Task A_ban_is_critical_at_once_told_once_and_names_the_cause_for_the_day()
    {
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Blocked, s_banned));
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Blocked, s_banned));
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Blocked, s_banned));
        Assert.Equal(["WeCom Alert Critical", "Feishu Alert Critical"], _scene.Said);
        Assert.Contains("blacklisted", _scene.Messages[0].Title, StringComparison.Ordinal);

        var tuesday = Monday.AddDays(1);
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: tuesday) with
        {
            Run = Run(), Days = [Day(tuesday, SyncDayStatus.Completed), Day(Monday, SyncDayStatus.Completed)],
        });
        Assert.Equal(["WeCom Recovery Info", "Feishu Recovery Info"], _scene.Said.Skip(2));
        Assert.All(_scene.Alerts, a => Assert.Equal(AlertState.Resolved, a.State));
    }

    [Fact]
    public async Task A_day_that_is_still_incomplete_when_the_ban_is_over_is_told_then()
    {
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Blocked, s_banned));
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Blocked, s_banned));
        var said = await _scene.JudgeAsync(
            Attempt(3, AttemptOutcome.Partial, state: Day(Monday, SyncDayStatus.Partial, stored: 5_000, failed: 200)) with { Run = Run() });
        Assert.Equal(
            ["Alert Critical", "Recovery Info"], said.Where(m => m.Channel == "WeCom").Select(m => $"{m.Kind} {m.Severity}"));
    }

    [Fact]
    public async Task A_ban_found_by_hand_is_told_too_and_a_run_by_hand_that_is_answered_ends_it()
    {
        var byHand = Attempt(1, AttemptOutcome.Failed) with { Attempt = null };
        await _scene.JudgeAsync(byHand with { Error = s_banned, Run = Run(errors: 10) });
        await _scene.JudgeAsync(byHand with { Error = s_banned, Now = byHand.Now.AddMinutes(5) });
        await _scene.JudgeAsync(byHand with { Error = SourceDown, Run = Run(requests: 3, errors: 3), Now = byHand.Now.AddMinutes(6) });
        Assert.Equal(2, _scene.Said.Count);
        await _scene.JudgeAsync(byHand with { Run = Run(), Now = byHand.Now.AddHours(7) });
        Assert.Equal(["WeCom Recovery Info", "Feishu Recovery Info"], _scene.Said.Skip(2));
    }

    [Fact]
    public async Task A_run_by_hand_that_fails_is_silent_and_one_that_completes_a_day_ends_its_alert()
    {
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Failed, SourceDown));
        var byHand = Attempt(1, AttemptOutcome.Failed) with { Attempt = null, Run = Run(), Now = Beijing(Monday, 23, 0) };
        await _scene.JudgeAsync(byHand with { Error = SourceDown, Days = [Day(Monday.AddDays(-3), SyncDayStatus.Failed)] });
        Assert.Single(_scene.Messages);
        Assert.Single(_scene.Alerts);
        await _scene.JudgeAsync(byHand with { Days = [Day(Monday, SyncDayStatus.Completed)] });
        Assert.Equal(["WeCom Alert Warning", "WeCom Recovery Info"], _scene.Said);
        Assert.Empty(await _scene.JudgeAsync(Attempt(3, AttemptOutcome.AlreadyComplete)));
    }

    [Fact]
    public async Task A_database_that_is_away_escalates_like_a_day_and_mutes_the_day()
    {
        for (int number = 1; number <= 3; number++)
            await _scene.JudgeAsync(Attempt(number, AttemptOutcome.Failed, Store(ErrorIds.StoreUnreachable)));
        Assert.Equal(["WeCom Alert Warning", "WeCom Alert Critical", "Feishu Alert Critical"], _scene.Said);
        Assert.Equal(AlertRule.StoreUnusable, Assert.Single(_scene.Alerts).Rule);
        Assert.Equal(Target, _scene.Alerts[0].Scope);

        var tuesday = Monday.AddDays(1);
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: tuesday, state: Day(tuesday, SyncDayStatus.Completed)));
        Assert.Equal(["WeCom Recovery Info", "Feishu Recovery Info"], _scene.Said.Skip(3));
    }

    [Theory]
    [InlineData(ErrorIds.StoreFull)]
    [InlineData(ErrorIds.StoreNotADatabase)]
    [InlineData(ErrorIds.StoreReadOnly)]
    [InlineData(ErrorIds.StoreLoginRefused)]
    [InlineData(ErrorIds.StoreSchemaNewer)]
    public async Task What_no_later_try_can_put_right_is_critical_at_once(string errorId)
    {
        var said = await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Misconfigured, Store(errorId)));
        Assert.All(said, m => Assert.Equal(AlertSeverity.Critical, m.Severity));
        Assert.Equal(2, said.Count);
        Assert.Empty(await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Misconfigured, Store(errorId))));
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_critical_at_once_and_mute_the_day()
    {
        var error = new StockSyncException(ErrorIds.SourceLoginRefused, ErrorKind.Authentication, "The key is refused.");
        for (int number = 1; number <= 3; number++)
            await _scene.JudgeAsync(Attempt(number, AttemptOutcome.Misconfigured, error));
        Assert.Equal(["WeCom Alert Critical", "Feishu Alert Critical"], _scene.Said);
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed)));
        Assert.Equal(4, _scene.Said.Count);
    }

    [Fact]
    public async Task Missing_tries_are_told_by_who_looks_and_ended_by_the_next_try()
    {
        var look = Attempt(1, AttemptOutcome.Failed) with { Attempt = null, IsScheduleChecked = true };
        await _scene.JudgeAsync(look with { Missed = 1 });
        await _scene.JudgeAsync(look with { Missed = 1, Now = look.Now.AddMinutes(5) });
        await _scene.JudgeAsync(look with { Missed = 2, Now = look.Now.AddHours(2) });
        Assert.Equal(["WeCom Alert Warning", "WeCom Alert Critical", "Feishu Alert Critical"], _scene.Said);

        // A run by hand does not make the schedule work.
        await _scene.JudgeAsync(look with { IsScheduleChecked = false, Run = Run() });
        Assert.Equal(3, _scene.Said.Count);
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed), missed: 2));
        Assert.Equal(["WeCom Recovery Info", "Feishu Recovery Info"], _scene.Said.Skip(3));
    }

    [Fact]
    public async Task Missed_tries_that_nobody_noticed_are_told_once_by_the_next_try()
    {
        await _scene.JudgeAsync(Attempt(2, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed), missed: 1));
        Assert.Empty(_scene.Messages);
        await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Completed, state: Day(Monday, SyncDayStatus.Completed), missed: 5));
        Assert.Equal(["WeCom Alert Warning"], _scene.Said);
        Assert.Equal(AlertState.Resolved, _scene.Alert(AlertRule.RunMissing).State);
        await _scene.JudgeAsync(Attempt(1, AttemptOutcome.Completed, day: Monday.AddDays(1), state: Day(Monday.AddDays(1), SyncDayStatus.Completed)));
        Assert.Single(_scene.Messages);
    }

    [Fact]
    public async Task All_that_a_try_has_to_say_is_one_message()
    {
        var said = await _scene.JudgeAsync(Attempt(3, AttemptOutcome.Partial, SourceDown, missed: 4) with
        {
            Days = [Day(Monday, SyncDayStatus.Partial), Day(Monday.AddDays(-3), SyncDayStatus.Failed), Day(Monday.AddDays(-4), SyncDayStatus.Failed)],
        });
        Assert.Equal(["Feishu", "WeCom"], said.Select(m => m.Channel).Order());
        var content = said[0].Content;
        Assert.Equal(3, content.Lines.Count(l => l.Label == "Also"));
        Assert.Contains("2026-01-05", content.Title, StringComparison.Ordinal);
    }
}
