using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>Sends what is in an outbox. Its failures are recorded there and thrown at nobody: a sync never fails because nobody could be told.</summary>
interface IAlertSender
{
    /// <summary>Sends what is due, and waits for what will be due within the limit; returns how many messages were accepted.</summary>
    /// <param name="outbox">Where the messages are.</param>
    /// <param name="limit">How long all of it may take; what is left stays in the outbox for the next process.</param>
    /// <param name="cancellationToken">Ends it at once; nothing is lost.</param>
    Task<int> SendAsync(IAlertStore outbox, TimeSpan limit, CancellationToken cancellationToken);

    /// <summary>Tries everything once that an outbox holds, due or not: somebody waits for it. Returns how many messages were accepted.</summary>
    /// <param name="outbox">Where the messages are.</param>
    /// <param name="cancellationToken">Ends it at once; nothing is lost.</param>
    Task<int> FlushAsync(IAlertStore outbox, CancellationToken cancellationToken);

    /// <summary>
    /// Messages of that kind for every channel that wants the severity. A recovery goes to those that wanted its alert, a test to all; both
    /// are <see cref="AlertSeverity.Info"/> then.
    /// </summary>
    /// <param name="messageId">The message.</param>
    /// <param name="kind">Why it is sent.</param>
    /// <param name="severity">How much it matters.</param>
    /// <param name="content">What it says.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="alertId">The alert it is about.</param>
    /// <param name="runId">The run it tells of.</param>
    IReadOnlyList<AlertDelivery> Address(
        string messageId, AlertMessageKind kind, AlertSeverity severity, AlertContent content, DateTime now, string? alertId, string? runId);

    /// <summary>Tells the dead man's switch, where there is one. Takes no longer than a few seconds and never fails.</summary>
    /// <param name="signal">Empty for success, <c>start</c>, or an exit code.</param>
    /// <param name="rid">Identity of the attempt, a GUID.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken);
}
