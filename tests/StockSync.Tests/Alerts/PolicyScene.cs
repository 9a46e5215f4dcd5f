using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Configuration;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Outbox;

namespace StockSync.Tests.Alerts;

/// <summary>The policy over an outbox, as tries and runs use it one after the other.</summary>
sealed class PolicyScene
{
    readonly AlertPolicy _policy;

    public PolicyScene(AlertSettings? settings = null)
    {
        // Addresses only decide which channels there are: nothing is sent.
        settings ??= new AlertSettings
        {
            AlertLanguage = "en-US",
            WeComUrl = "https://wecom.example/k",
            FeishuUrl = "https://feishu.example/k",
            FeishuSeverity = AlertSeverity.Critical,
        };
        var time = new FakeTimeProvider();
        var sender = new AlertSender(
            settings, new Redactor([]), time, new AlertHttp(settings, time), http => ChannelList.Of(settings, http, time), () => 0);
        _policy = new AlertPolicy(new SyncSettings { Alerts = settings }, sender, "vm1");
    }

    public MemoryOutbox Outbox { get; } = new();

    public IReadOnlyList<SyncAlert> Alerts => Outbox.GetAlertsAsync(false, 1000, default).Result;

    /// <summary>Everything that was said, oldest first, as <c>channel kind severity</c>.</summary>
    public IReadOnlyList<string> Said =>
        [.. Messages.Select(m => $"{m.Channel} {m.Kind} {m.Severity}")];

    public IReadOnlyList<AlertDelivery> Messages =>
        [.. Outbox.GetDeliveriesAsync(false, 1000, default).Result.OrderBy(m => m.CreatedAt).ThenByDescending(m => m.Channel, StringComparer.Ordinal)];

    /// <summary>Judges and records; returns the messages that came of it.</summary>
    public async Task<IReadOnlyList<AlertDelivery>> JudgeAsync(AlertFacts facts)
    {
        var changes = _policy.Judge(facts, await Outbox.GetAlertsAsync(true, 1000, default));
        await Outbox.ApplyAlertsAsync(changes, default);
        return changes.Messages;
    }

    public SyncAlert Alert(AlertRule rule) => Alerts.Single(a => a.Rule == rule);
}
