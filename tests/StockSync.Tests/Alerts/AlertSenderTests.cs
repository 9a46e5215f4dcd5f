using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Alerts;

public class AlertSenderTests
{
    static readonly DateTimeOffset s_start = new(2026, 1, 5, 12, 10, 0, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(s_start);
    readonly MemoryOutbox _outbox = new();

    DateTime Now => _time.GetUtcNow().UtcDateTime;

    AlertSender Sender(params IAlertChannel[] channels)
    {
        var settings = new AlertSettings { AlertLanguage = "en-US" };
        return new AlertSender(settings, new Redactor(["s3cret-key"]), _time, new AlertHttp(settings, _time), _ => channels, () => 0);
    }

    Task PutAsync(params AlertDelivery[] messages) => _outbox.ApplyAlertsAsync(new AlertChanges { Messages = messages }, default);

    async Task<AlertDelivery> StateAsync(string id, string channel = "Webhook") =>
        (await _outbox.GetDeliveriesAsync(false, 1000, default)).Single(m => m.MessageId == id && m.Channel == channel);

    int Run(Func<Task<int>> send)
    {
        var sent = PassingTime.Run(_time, TimeSpan.FromSeconds(1), send);
        Assert.True(sent.IsCompletedSuccessfully);
        return sent.Result;
    }

    [Fact]
    public async Task A_message_is_delivered_once()
    {
        var channel = new FakeChannel("Webhook", _ => SendResult.Accepted);
        await PutAsync(AlertSamples.Message("a", Now));
        Assert.Equal(1, await Sender(channel).SendAsync(_outbox, TimeSpan.FromMinutes(1), default));
        Assert.Equal(0, await Sender(channel).SendAsync(_outbox, TimeSpan.FromMinutes(1), default));
        var sent = await StateAsync("a");
        Assert.Equal((AlertDeliveryState.Delivered, 1, null), (sent.State, sent.Attempts, sent.LastError));
        Assert.NotNull(sent.DeliveredAt);
        Assert.Single(channel.Sent);
    }

    [Fact]
    public async Task Two_senders_at_once_deliver_once()
    {
        var gate = new TaskCompletionSource();
        var channel = new FakeChannel("Webhook", async (_, _) =>
        {
            await gate.Task;
            return SendResult.Accepted;
        });
        await PutAsync([.. Enumerable.Range(0, 5).Select(i => AlertSamples.Message($"m{i}", Now))]);
        var first = Sender(channel).SendAsync(_outbox, TimeSpan.FromSeconds(30), default);
        var second = Sender(channel).SendAsync(_outbox, TimeSpan.FromSeconds(30), default);
        gate.SetResult();
        Assert.Equal(5, await first + await second);
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], channel.Sent.Select(m => m.MessageId).Order());
    }

    [Fact]
    public async Task What_fails_is_tried_again_later_and_later_under_the_same_id()
    {
        var channel = new FakeChannel("Webhook", _ => SendResult.Later("busy"));
        await PutAsync(AlertSamples.Message("a", Now));
        var waits = new List<double>();
        for (int i = 0; i < 9; i++)
        {
            await Sender(channel).SendAsync(_outbox, TimeSpan.FromSeconds(1), default);
            waits.Add(((await StateAsync("a")).NotBefore - Now).TotalMinutes);
            _time.SetUtcNow((await StateAsync("a")).NotBefore);
        }
        Assert.All(waits.Zip([0.5, 1, 2, 4, 8, 16, 32, 60, 60]), p => Assert.InRange(p.First, p.Second, p.Second + 0.6));
        Assert.Single(channel.Sent.Select(m => m.MessageId).Distinct());
        Assert.Equal("busy", (await StateAsync("a")).LastError);
    }

    [Fact]
    public async Task A_channel_that_asks_for_time_is_given_it()
    {
        var channel = new FakeChannel("Webhook", _ => SendResult.Later("too fast", TimeSpan.FromMinutes(10)));
        await PutAsync(AlertSamples.Message("a", Now));
        await Sender(channel).SendAsync(_outbox, TimeSpan.FromMinutes(1), default);
        Assert.Equal(Now.AddMinutes(10), (await StateAsync("a")).NotBefore);
    }

    [Fact]
    public async Task What_is_refused_for_good_is_given_up_at_once_and_all_else_after_three_days()
    {
        var refusing = new FakeChannel("Webhook", _ => SendResult.Refused("wrong s3cret-key"));
        var failing = new FakeChannel("WeCom", _ => SendResult.Later("away"));
        await PutAsync(AlertSamples.Message("a", Now), AlertSamples.Message("a", Now, "WeCom"));
        var sender = Sender(refusing, failing);
        await sender.SendAsync(_outbox, TimeSpan.FromSeconds(1), default);
        Assert.Equal((AlertDeliveryState.Failed, "wrong ***"), ((await StateAsync("a")).State, (await StateAsync("a")).LastError));
        Assert.Equal(AlertDeliveryState.Pending, (await StateAsync("a", "WeCom")).State);
        _time.Advance(TimeSpan.FromDays(3));
        await sender.SendAsync(_outbox, TimeSpan.FromSeconds(1), default);
        Assert.Equal(AlertDeliveryState.Failed, (await StateAsync("a", "WeCom")).State);
    }

    [Fact]
    public async Task It_waits_for_what_is_due_within_the_limit_and_for_nothing_else()
    {
        var channel = new FakeChannel("Webhook", _ => SendResult.Accepted);
        await PutAsync(
            AlertSamples.Message("soon", Now) with { NotBefore = Now.AddSeconds(90) },
            AlertSamples.Message("later", Now) with { NotBefore = Now.AddMinutes(20) });
        Assert.Equal(1, Run(() => Sender(channel).SendAsync(_outbox, TimeSpan.FromMinutes(3), default)));
        Assert.Equal("soon", Assert.Single(channel.Sent).MessageId);
        Assert.InRange(Now, s_start.UtcDateTime.AddSeconds(90), s_start.UtcDateTime.AddMinutes(3));
    }

    [Fact]
    public async Task A_recovery_never_comes_before_the_alert_it_ends()
    {
        bool isAway = true;
        var channel = new FakeChannel("Webhook", _ => isAway ? SendResult.Later("away") : SendResult.Accepted);
        var sender = Sender(channel);
        await PutAsync(AlertSamples.Message("z-alert", Now));
        await sender.SendAsync(_outbox, TimeSpan.FromSeconds(1), default);
        isAway = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        await PutAsync(AlertSamples.Message("a-recovery", Now, kind: AlertMessageKind.Recovery));
        Run(() => sender.SendAsync(_outbox, TimeSpan.FromMinutes(5), default));
        Assert.Equal(["z-alert", "z-alert", "a-recovery"], channel.Sent.Select(m => m.MessageId));
    }

    [Fact]
    public async Task A_message_that_its_channel_never_takes_silences_it_for_a_while_only()
    {
        var channel = new FakeChannel("Webhook", m => m.MessageId == "poison" ? SendResult.Later("code 7") : SendResult.Accepted);
        await PutAsync(AlertSamples.Message("poison", Now), AlertSamples.Message("other", Now.AddSeconds(1)));
        Run(() => Sender(channel).SendAsync(_outbox, TimeSpan.FromHours(1), default));
        Assert.Equal(AlertDeliveryState.Delivered, (await StateAsync("other")).State);
        Assert.Equal(AlertDeliveryState.Pending, (await StateAsync("poison")).State);
    }

    [Fact]
    public async Task No_channel_gets_more_than_ten_messages_a_minute()
    {
        var sent = new List<DateTime>();
        var channel = new FakeChannel("Webhook", _ =>
        {
            sent.Add(Now);
            return SendResult.Accepted;
        });
        await PutAsync([.. Enumerable.Range(0, 35).Select(i => AlertSamples.Message($"m{i:00}", Now))]);
        Assert.Equal(35, Run(() => Sender(channel).SendAsync(_outbox, TimeSpan.FromMinutes(10), default)));
        Assert.All(sent, at => Assert.InRange(sent.Count(t => t >= at && t < at.AddMinutes(1)), 1, 10));
        Assert.Equal(channel.Sent.Select(m => m.MessageId).Order(), channel.Sent.Select(m => m.MessageId));
    }

    [Fact]
    public async Task A_channel_that_hangs_holds_up_no_other_and_no_longer_than_its_timeout()
    {
        var hanging = new FakeChannel("WeCom", (_, _) => new TaskCompletionSource<SendResult>().Task);
        var quick = new FakeChannel("Webhook", _ => SendResult.Accepted);
        await PutAsync(AlertSamples.Message("a", Now, "WeCom"), AlertSamples.Message("a", Now));
        var sending = Sender(hanging, quick).SendAsync(_outbox, TimeSpan.FromSeconds(15), default);
        Assert.Equal(AlertDeliveryState.Delivered, (await StateAsync("a")).State);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await sending.WaitAsync(TimeSpan.FromSeconds(30)));
        var stuck = await StateAsync("a", "WeCom");
        Assert.Equal((AlertDeliveryState.Pending, 1, "The server did not respond in time."), (stuck.State, stuck.Attempts, stuck.LastError));
    }

    [Fact]
    public async Task It_throws_at_nobody_whatever_a_channel_or_the_outbox_throws()
    {
        var broken = new FakeChannel("Webhook", (_, _) => throw new InvalidOperationException("s3cret-key in a text"));
        await PutAsync(AlertSamples.Message("a", Now));
        Assert.Equal(0, await Sender(broken).SendAsync(_outbox, TimeSpan.FromSeconds(5), default));
        Assert.DoesNotContain("s3cret", (await StateAsync("a")).LastError, StringComparison.Ordinal);
        Assert.Equal(0, await Sender(broken).SendAsync(new BrokenOutbox(), TimeSpan.FromSeconds(5), default));
        Assert.Equal(0, await Sender(broken).FlushAsync(new BrokenOutbox(), default));
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        Assert.Equal(0, await Sender(broken).SendAsync(_outbox, TimeSpan.FromSeconds(5), stopped.Token));
    }

    [Fact]
    public async Task A_message_to_a_channel_without_an_address_is_given_up()
    {
        await PutAsync(AlertSamples.Message("a", Now, "Feishu"));
        await Sender().SendAsync(_outbox, TimeSpan.FromSeconds(5), default);
        Assert.Equal(AlertDeliveryState.Failed, (await StateAsync("a", "Feishu")).State);
    }

    [Fact]
    public async Task Somebody_who_asks_does_not_wait_for_the_next_try()
    {
        var channel = new FakeChannel("Webhook", _ => SendResult.Later("away"));
        await PutAsync(AlertSamples.Message("a", Now) with { NotBefore = Now.AddHours(1) });
        await Sender(channel).FlushAsync(_outbox, default);
        Assert.Single(channel.Sent);
        Assert.Equal(s_start, _time.GetUtcNow());
    }

    sealed class BrokenOutbox : IAlertStore
    {
        static StockSyncException Away => new(ErrorIds.StoreUnreachable, ErrorKind.Connection, "away");

        public Task<IReadOnlyList<SyncAlert>> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) => throw Away;

        public Task ApplyAlertsAsync(AlertChanges changes, CancellationToken cancellationToken) => throw Away;

        public Task<IReadOnlyList<AlertDelivery>> ClaimMessagesAsync(DateTime now, TimeSpan claim, int limit, CancellationToken cancellationToken) =>
            throw Away;

        public Task RecordDeliveryAsync(AlertDelivery delivery, CancellationToken cancellationToken) => throw Away;

        public Task<IReadOnlyList<AlertDelivery>> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) => throw Away;
    }
}
