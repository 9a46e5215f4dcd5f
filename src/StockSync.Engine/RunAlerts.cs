using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine;

/// <summary>What the end of a run by hand has to tell. (A scheduled attempt tells for its runs.) Whoever started it sees its errors; a ban concerns everybody.</summary>
sealed class RunAlerts(IAlertPolicy policy, IAlertSender sender)
{
    const int Limit = 1000;

    // A channel that is dead must not hold up whoever waits for the prompt; what is left is sent by the next attempt.
    static readonly TimeSpan s_sendLimit = TimeSpan.FromSeconds(1);

    /// <summary>The alerts that stand open.</summary>
    public static Task<IReadOnlyList<SyncAlert>> OpenAsync(IAlertStore alerts, CancellationToken cancellationToken) =>
        alerts.GetAlertsAsync(true, Limit, cancellationToken);

    /// <summary>The changes to be recorded.</summary>
    /// <param name="facts">What has happened.</param>
    /// <param name="open">The alerts that stand open.</param>
    public AlertChanges Judge(AlertFacts facts, IReadOnlyList<SyncAlert> open) => policy.Judge(facts, open);

    /// <summary>The same by the alerts that stand open now.</summary>
    public async Task<AlertChanges> JudgeAsync(IAlertStore alerts, AlertFacts facts, CancellationToken cancellationToken) =>
        Judge(facts, await OpenAsync(alerts, cancellationToken));

    /// <summary>Sends them once they are recorded.</summary>
    public Task SendAsync(IAlertStore alerts, CancellationToken cancellationToken) => sender.SendAsync(alerts, s_sendLimit, cancellationToken);
}
