using StockSync.Engine.Stores.Contract;
using Xunit;

namespace StockSync.Tests.Stores;

/// <summary>Alerts and their outbox: what is told once, by one process, and never lost.</summary>
public abstract class AlertStoreContract : StoreContract
{
    static readonly TimeSpan s_claim = TimeSpan.FromMinutes(2);

    [StoreFact]
    public async Task An_alert_is_kept_with_everything_it_says()
    {
        var alert = Alert("2024-03-01") with
        {
            Severity = AlertSeverity.Critical, State = AlertState.Resolved, Title = "3 只股票失败 'x'; \0", SeenAt = Now.AddHours(2),
            ResolvedAt = Now.AddHours(3), NotifiedAt = Now.AddHours(1), Count = 7, RunId = "r1",
        };

        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Alerts = [alert] }, None);

        Assert.Equal(alert with { Title = "3 只股票失败 'x';  " }, Assert.Single(await Store.Alerts.GetAlertsAsync(false, 10, None)));
    }

    [StoreFact]
    public async Task An_alert_of_the_same_rule_and_scope_replaces_the_former_one()
    {
        var first = Alert("2024-03-01");
        var other = Alert("2024-03-04") with { OpenedAt = Now.AddDays(3) };
        var worse = first with { Severity = AlertSeverity.Critical, Count = 2, SeenAt = Now.AddHours(2) };

        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Alerts = [first, other] }, None);
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Alerts = [first, worse] }, None);

        Assert.Equal([other, worse], await Store.Alerts.GetAlertsAsync(false, 10, None));
    }

    [StoreFact]
    public async Task Open_alerts_are_those_that_are_not_resolved_newest_first_and_no_more_than_asked_for()
    {
        var alerts = Enumerable.Range(1, 5).Select(i => Alert($"2024-03-0{i}") with
        {
            OpenedAt = Now.AddDays(i), State = i == 3 ? AlertState.Resolved : AlertState.Open,
        });
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Alerts = [.. alerts] }, None);

        Assert.Equal(
            ["2024-03-05", "2024-03-04", "2024-03-02"], (await Store.Alerts.GetAlertsAsync(true, 3, None)).Select(a => a.Scope));
        Assert.Equal(3, (await Store.Alerts.GetAlertsAsync(false, 3, None)).Count);
        Assert.Empty(await Store.Alerts.GetAlertsAsync(false, 0, None));
    }

    [StoreFact]
    public async Task A_message_comes_back_whole_whatever_stands_in_it()
    {
        var message = Message("m1") with
        {
            AlertId = "DayIncomplete/2024-03-01", Kind = AlertMessageKind.Recovery, Severity = AlertSeverity.Info, RunId = "r1",
            Content = new AlertContent("行情恢复 <b>\"x\"</b>", [new("原因", "a\nb\u0000 \\u0041 @rows $1 \ud83d\ude00"), new("", "")], "Get-SyncHealth"),
        };

        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [message] }, None);

        Assert.Equivalent(message, Assert.Single(await Store.Alerts.GetDeliveriesAsync(false, 10, None)), strict: true);
        Assert.Equivalent(message, Assert.Single(await Store.Alerts.GetDeliveriesAsync(true, 10, None)), strict: true);
    }

    [StoreFact]
    public async Task A_text_that_was_cut_within_a_character_does_not_keep_its_message_from_being_written()
    {
        var message = Message("m1") with { Content = new AlertContent("half \ud83d", [new("\ude00", "x")]) };

        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [message] }, None);

        Assert.StartsWith("half ", Assert.Single(await Store.Alerts.GetDeliveriesAsync(true, 10, None)).Title, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task A_message_that_is_there_already_stays_as_it_is()
    {
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [Message("m1"), Message("m1", "Mail")] }, None);
        await Store.Alerts.RecordDeliveryAsync(Message("m1") with { State = AlertDeliveryState.Delivered, Attempts = 1, DeliveredAt = Now }, None);

        await Store.Alerts.ApplyAlertsAsync(
            new AlertChanges { Messages = [Message("m1") with { Content = new AlertContent("again", []) }, Message("m2")] }, None);

        Assert.Equal(
            [("m2", "WeCom", AlertDeliveryState.Pending), ("m1", "Mail", AlertDeliveryState.Pending), ("m1", "WeCom", AlertDeliveryState.Delivered)],
            (await Store.Alerts.GetDeliveriesAsync(false, 10, None)).Select(m => (m.MessageId, m.Channel, m.State)));
        Assert.DoesNotContain(await Store.Alerts.GetDeliveriesAsync(false, 10, None), m => m.Title == "again");
        Assert.Equal(2, (await Store.Alerts.GetDeliveriesAsync(true, 10, None)).Count);
    }

    [StoreFact]
    public async Task The_alerts_of_a_run_are_recorded_with_its_end_and_again_when_the_end_is_repeated()
    {
        await StartRunAsync("r1");
        var end = new RunEnd
        {
            RunId = "r1", Status = SyncRunStatus.Failed, Message = "why", ErrorId = ErrorIds.SourceBanned, Now = Now.AddMinutes(1),
            Alerts = new AlertChanges { Alerts = [Alert("x:1") with { Rule = AlertRule.SourceBanned }], Messages = [Message("m1")] },
        };

        await Store.Runs.EndRunAsync(end, None);
        await Store.Runs.EndRunAsync(end, None);

        var run = Assert.Single(await Store.Runs.GetRunsAsync(false, 9, None));
        Assert.Equal((SyncRunStatus.Failed, "why", ErrorIds.SourceBanned), (run.Status, run.Message, run.ErrorId));
        Assert.Equal("SourceBanned/x:1", Assert.Single(await Store.Alerts.GetAlertsAsync(true, 9, None)).AlertId);
        Assert.Single(await Store.Alerts.GetDeliveriesAsync(true, 9, None));
    }

    [StoreFact]
    public async Task A_run_whose_alerts_cannot_be_written_has_not_ended_either()
    {
        await StartRunAsync("r1");
        await Database.ExecuteAsync("alter table sync_outbox rename to elsewhere");

        await Assert.ThrowsAsync<StockSyncException>(() => Store.Runs.EndRunAsync(
            new RunEnd
            {
                RunId = "r1", Status = SyncRunStatus.Failed, Now = Now,
                Alerts = new AlertChanges { Alerts = [Alert("a")], Messages = [Message("m1")] },
            },
            None));

        Assert.Equal(SyncRunStatus.Running, Assert.Single(await Store.Runs.GetRunsAsync(false, 9, None)).Status);
        Assert.Empty(await Store.Alerts.GetAlertsAsync(false, 9, None));
        await Database.ExecuteAsync("alter table elsewhere rename to sync_outbox");
    }

    [StoreFact]
    public async Task The_alerts_of_a_try_are_recorded_with_it_or_not_at_all()
    {
        var made = new ScheduledAttempt { AttemptId = "t1", StartedAt = Now };
        var changes = new AlertChanges { Alerts = [Alert("2024-03-01")], Messages = [Message("m1")] };
        await Database.ExecuteAsync("alter table sync_outbox rename to elsewhere");
        await Assert.ThrowsAsync<StockSyncException>(() => Store.History.SaveAttemptAsync(made, changes, None));
        Assert.Empty(await Store.History.GetAttemptsAsync(Now, 9, None));
        await Database.ExecuteAsync("alter table elsewhere rename to sync_outbox");

        await Store.History.SaveAttemptAsync(made, changes, None);
        await Store.History.SaveAttemptAsync(made with { ExitCode = 2 }, changes, None);

        Assert.Equal(2, Assert.Single(await Store.History.GetAttemptsAsync(Now, 9, None)).ExitCode);
        Assert.Single(await Store.Alerts.GetAlertsAsync(true, 9, None));
        Assert.Single(await Store.Alerts.GetDeliveriesAsync(true, 9, None));
    }

    [StoreFact]
    public async Task Only_messages_that_are_due_are_claimed_the_oldest_first_and_no_more_than_asked_for()
    {
        await Store.Alerts.ApplyAlertsAsync(
            new AlertChanges
            {
                Messages =
                [
                    Message("m1") with { NotBefore = Now.AddSeconds(1) }, Message("m2") with { CreatedAt = Now.AddHours(-1) },
                    Message("m3") with { State = AlertDeliveryState.Failed }, Message("m4"), Message("m5"),
                ],
            },
            None);

        Assert.Equal(["m2", "m4"], (await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 2, None)).Select(m => m.MessageId));
        Assert.Equal(["m5"], (await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 2, None)).Select(m => m.MessageId));
        Assert.Empty(await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 2, None));
        Assert.Equal(["m1"], (await Store.Alerts.ClaimMessagesAsync(Now.AddSeconds(1), s_claim, 2, None)).Select(m => m.MessageId));
    }

    [StoreFact]
    public async Task A_claim_whose_process_died_is_free_again_after_its_time()
    {
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [Message("m1")] }, None);
        Assert.Single(await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 9, None));

        Assert.Empty(await Store.Alerts.ClaimMessagesAsync(Now + s_claim - TimeSpan.FromMilliseconds(1), s_claim, 9, None));
        Assert.Equal("m1", Assert.Single(await Store.Alerts.ClaimMessagesAsync(Now + s_claim, s_claim, 9, None)).MessageId);
    }

    [StoreFact]
    public async Task A_failed_try_is_recorded_and_the_message_is_due_again_at_its_next_one()
    {
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [Message("m1")] }, None);
        var message = Assert.Single(await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 9, None));

        await Store.Alerts.RecordDeliveryAsync(message with { Attempts = 1, LastError = "HTTP 429", NotBefore = Now.AddSeconds(30) }, None);

        Assert.Empty(await Store.Alerts.ClaimMessagesAsync(Now, s_claim, 9, None));
        var again = Assert.Single(await Store.Alerts.ClaimMessagesAsync(Now.AddSeconds(30), s_claim, 9, None));
        Assert.Equal((1, "HTTP 429", AlertDeliveryState.Pending), (again.Attempts, again.LastError, again.State));
    }

    [StoreFact]
    public async Task What_was_delivered_stays_delivered_when_a_slower_process_reports_a_failure()
    {
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [Message("m1")] }, None);
        var delivered = Message("m1") with { State = AlertDeliveryState.Delivered, Attempts = 2, DeliveredAt = Now.AddMinutes(3) };
        await Store.Alerts.RecordDeliveryAsync(delivered, None);

        await Store.Alerts.RecordDeliveryAsync(Message("m1") with { Attempts = 1, LastError = "timeout" }, None);

        Assert.Equivalent(delivered, Assert.Single(await Store.Alerts.GetDeliveriesAsync(false, 9, None)), strict: true);
        Assert.Empty(await Store.Alerts.ClaimMessagesAsync(Now.AddDays(1), s_claim, 9, None));
    }

    [StoreFact]
    public async Task Of_many_processes_that_claim_at_once_each_message_goes_to_one()
    {
        await Store.Alerts.ApplyAlertsAsync(
            new AlertChanges { Messages = [.. Enumerable.Range(0, 60).Select(i => Message($"m{i:00}"))] }, None);
        await using var other = Open();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var mine = new List<string>();
            while (await (i % 2 == 0 ? Store : other).Alerts.ClaimMessagesAsync(Now, s_claim, 3, None) is { Count: > 0 } taken)
                mine.AddRange(taken.Select(m => m.MessageId));
            return mine;
        })));

        Assert.Equal(Enumerable.Range(0, 60).Select(i => $"m{i:00}"), claims.SelectMany(c => c).Order());
    }

    [StoreFact]
    public async Task A_message_that_somebody_has_edited_is_told_and_not_sent()
    {
        await Store.Alerts.ApplyAlertsAsync(new AlertChanges { Messages = [Message("m1")] }, None);
        foreach (string content in new[] { "", "null", "{}", "[1]", """{"title":null,"lines":[]}""" })
        {
            await Database.ExecuteAsync($"update sync_outbox set content = '{content}'");

            var error = await Assert.ThrowsAsync<StockSyncException>(() => Store.Alerts.GetDeliveriesAsync(true, 9, None));

            Assert.Contains("m1", error.Message, StringComparison.Ordinal);
        }
    }

    static SyncAlert Alert(string scope) => new()
    {
        Rule = AlertRule.DayIncomplete,
        Scope = scope,
        Severity = AlertSeverity.Warning,
        State = AlertState.Open,
        Title = "title",
        OpenedAt = Now,
        SeenAt = Now,
    };

    static AlertDelivery Message(string id, string channel = "WeCom") => new()
    {
        MessageId = id,
        Channel = channel,
        Kind = AlertMessageKind.Alert,
        Severity = AlertSeverity.Warning,
        Content = new AlertContent("title", [new("label", "text")]),
        CreatedAt = Now,
        NotBefore = Now,
    };
}
