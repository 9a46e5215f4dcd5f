namespace StockSync.Engine.Sync;

/// <summary>What the end of a run by hand has to tell. (A scheduled try tells for its runs.) Whoever started it sees its errors; a ban concerns everybody.</summary>
sealed class RunAlerts(IAlertPolicy policy, IAlertSender sender)
{
    const int Limit = 1000;

    // A channel that is dead must not hold up whoever waits for the prompt; what is left is sent by the next try.
    static readonly TimeSpan s_sendLimit = TimeSpan.FromSeconds(1);

    /// <summary>The changes to be recorded with the run's end.</summary>
    public async Task<AlertChanges> JudgeAsync(IAlertStore alerts, AlertFacts facts, CancellationToken cancellationToken) =>
        policy.Judge(facts, await alerts.GetAlertsAsync(true, Limit, cancellationToken));

    /// <summary>Sends them once they are recorded.</summary>
    public Task SendAsync(IAlertStore alerts, CancellationToken cancellationToken) => sender.SendAsync(alerts, s_sendLimit, cancellationToken);
}
