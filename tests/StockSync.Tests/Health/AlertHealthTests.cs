using Xunit;

namespace StockSync.Tests.Health;

public sealed class AlertHealthTests
{
    [Theory]
    [InlineData(AlertDeliveryState.Pending, 59, null)] // waits for its time off the full hour
    [InlineData(AlertDeliveryState.Pending, 61, HealthStatus.Warning)]
    [InlineData(AlertDeliveryState.Failed, 5, HealthStatus.Warning)]
    [InlineData(AlertDeliveryState.Failed, 60 * 24 * 4, null)] // long ago
    [InlineData(AlertDeliveryState.Delivered, 600, null)]
    public async Task Messages_that_do_not_arrive_are_told(AlertDeliveryState state, int minutes, HealthStatus? severity)
    {
        var rig = new HealthRig();
        rig.Deliveries.Add(Message(rig, state, minutes));
        var health = await rig.ReadAsync();
        Assert.Equal(severity, health.Severity("AlertsUndelivered"));
        Assert.Equal(state == AlertDeliveryState.Pending ? 1 : 0, health.Alerts!.Pending);
        if (severity is not null)
            Assert.Contains("WeCom", health.Reasons[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_that_took_a_later_message_is_well_again()
    {
        var rig = new HealthRig();
        rig.Deliveries.Add(Message(rig, AlertDeliveryState.Delivered, 5));
        rig.Deliveries.Add(Message(rig, AlertDeliveryState.Failed, 60));
        var health = await rig.ReadAsync();
        Assert.Empty(health.Reasons);
        Assert.Equal((0, rig.Now.AddMinutes(-4)), (health.Alerts!.Refused, health.Alerts.LastDeliveredAt));
    }

    [Fact]
    public async Task Alerts_that_stand_are_counted()
    {
        var rig = new HealthRig();
        rig.Alerts.Add(new SyncAlert
        {
            Rule = AlertRule.DayIncomplete, Scope = "2026-11-25", Severity = AlertSeverity.Warning, State = AlertState.Open, Title = "x",
            OpenedAt = rig.Now, SeenAt = rig.Now,
        });
        Assert.Equal(1, (await rig.ReadAsync()).Alerts!.Open);
    }

    static AlertDelivery Message(HealthRig rig, AlertDeliveryState state, int minutes) => new()
    {
        MessageId = $"m{minutes}",
        Channel = "WeCom",
        Kind = AlertMessageKind.Alert,
        Severity = AlertSeverity.Warning,
        State = state,
        Content = new AlertContent("x", []),
        CreatedAt = rig.Now.AddMinutes(-minutes),
        NotBefore = rig.Now.AddMinutes(-minutes),
        DeliveredAt = state == AlertDeliveryState.Delivered ? rig.Now.AddMinutes(1 - minutes) : null,
    };
}
