using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Telemetry;
using StockSync.Tests.Alerts;
using Xunit;

namespace StockSync.Tests.Telemetry;

public class AlertTelemetryTests
{
    [Fact]
    public async Task Each_try_to_deliver_a_message_is_counted_and_is_an_activity_without_a_word_of_the_channel()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 5, 12, 10, 0, TimeSpan.Zero));
        var now = time.GetUtcNow().UtcDateTime;
        var settings = new AlertSettings { AlertLanguage = "en-US" };
        IAlertChannel[] channels =
        [
            new FakeChannel("Webhook", _ => SendResult.Accepted), new FakeChannel("WeCom", _ => SendResult.Later("s3cret-key")),
            new FakeChannel("Mail", _ => SendResult.Refused("s3cret-key")),
        ];
        var sender = new AlertSender(settings, new Redactor(["s3cret-key"]), time, new AlertHttp(settings, time), _ => channels, () => 0);
        var outbox = new MemoryOutbox();
        await outbox.ApplyAlertsAsync(
            new AlertChanges { Messages = [.. channels.Select(c => AlertSamples.Message("a", now, c.Name))] }, default);
        using var telemetry = new TelemetryListener();

        await sender.SendAsync(outbox, TimeSpan.FromSeconds(1), default);

        string severity = $"severity={AlertSamples.Message("a", now).Severity}";
        Assert.Equal(
            [$"channel=Mail outcome=failed {severity}", $"channel=WeCom outcome=pending {severity}", $"channel=Webhook outcome=delivered {severity}"],
            telemetry.Of("stocksync.alerts").Select(m => m.Tags).Order(StringComparer.Ordinal));
        Assert.Equal(3, telemetry.Sum("stocksync.alerts"));
        var tries = telemetry.Activities(SyncTelemetry.DeliveryActivity);
        Assert.Equal(
            ["Mail failed Error", "WeCom pending Error", "Webhook delivered Unset"],
            tries.Select(a => $"{a.GetTagItem("stocksync.alert.channel")} {a.GetTagItem("stocksync.alert.outcome")} {a.Status}")
                .Order(StringComparer.Ordinal));
        Assert.All(tries, a => Assert.Equal((ActivityKind.Client, null), (a.Kind, a.StatusDescription)));
        Assert.DoesNotContain(tries.SelectMany(a => a.TagObjects), tag => $"{tag.Value}".Contains("s3cret", StringComparison.Ordinal));
    }
}
