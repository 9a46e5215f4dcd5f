using System.Runtime.CompilerServices;
using StockSync.Engine.Operations.Alerts.Outbox;
using StockSync.Engine.Operations.Alerts.Policy;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>Alerts and messages of both places: the database and the file beside it.</summary>
/// <param name="settings">Who is told.</param>
/// <param name="store">The database.</param>
/// <param name="spool">The file beside it.</param>
/// <param name="sender">Sends.</param>
/// <param name="time">The clock.</param>
sealed class AlertService(AlertSettings settings, ISyncStore store, IAlertStore spool, IAlertSender sender, TimeProvider time)
{
    const int Most = 10_000;

    /// <summary>Alerts, newest first. What is known without the database comes first where that is away; then its error is thrown.</summary>
    public async IAsyncEnumerable<SyncAlert> AlertsAsync(
        bool openOnly, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (alerts, fault) = await BothAsync(s => s.GetAlertsAsync(openOnly, limit, cancellationToken), cancellationToken);
        foreach (var alert in alerts.OrderByDescending(a => a.OpenedAt).Take(limit))
            yield return alert;
        if (fault is not null)
            throw fault;
    }

    /// <summary>The outbox, newest first, in the same way.</summary>
    public async IAsyncEnumerable<AlertDelivery> DeliveriesAsync(
        bool pendingOnly, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (messages, fault) = await BothAsync(s => s.GetDeliveriesAsync(pendingOnly, limit, cancellationToken), cancellationToken);
        foreach (var message in messages.OrderByDescending(m => m.CreatedAt).Take(limit))
            yield return message;
        if (fault is not null)
            throw fault;
    }

    /// <summary>Sends a test to every channel; needs no database.</summary>
    public async Task<IReadOnlyList<AlertDelivery>> TestAsync(CancellationToken cancellationToken)
    {
        var outbox = new MemoryOutbox();
        await outbox.ApplyAlertsAsync(new AlertChanges { Messages = TestMessage.To(sender, settings, time.GetUtcNow().UtcDateTime) }, cancellationToken);
        await sender.FlushAsync(outbox, cancellationToken);
        return await outbox.GetDeliveriesAsync(pendingOnly: false, Most, cancellationToken);
    }

    /// <summary>Sends what is left in both outboxes; what became of it, and why the database could not be asked.</summary>
    public async IAsyncEnumerable<AlertDelivery> FlushAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Nobody to tell is an error here, and one about the settings, whatever is in the outbox.
        _ = TestMessage.To(sender, settings, time.GetUtcNow().UtcDateTime);
        foreach (var message in await FlushAsync(spool, cancellationToken))
            yield return message;
        await store.InspectAsync(cancellationToken);
        foreach (var message in await FlushAsync(store.Alerts, cancellationToken))
            yield return message;
    }

    async Task<IReadOnlyList<AlertDelivery>> FlushAsync(IAlertStore outbox, CancellationToken cancellationToken)
    {
        var waiting = await outbox.GetDeliveriesAsync(pendingOnly: true, Most, cancellationToken);
        if (waiting.Count == 0)
            return [];
        var keys = waiting.Select(m => (m.MessageId, m.Channel)).ToHashSet();
        await sender.FlushAsync(outbox, cancellationToken);
        var after = await outbox.GetDeliveriesAsync(pendingOnly: false, Most, cancellationToken);
        return [.. after.Where(m => keys.Contains((m.MessageId, m.Channel))).OrderBy(m => m.CreatedAt)];
    }

    async Task<(List<T> Found, StockSyncException? Fault)> BothAsync<T>(
        Func<IAlertStore, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        var found = new List<T>(await read(spool));
        try
        {
            await store.InspectAsync(cancellationToken);
            found.AddRange(await read(store.Alerts));
            return (found, null);
        }
        catch (StockSyncException e)
        {
            return (found, e);
        }
    }
}

/// <summary>A message that says nothing but that it arrived.</summary>
static class TestMessage
{
    /// <summary>One for every channel.</summary>
    /// <exception cref="StockSyncException">No channel has an address.</exception>
    public static IReadOnlyList<AlertDelivery> To(IAlertSender sender, AlertSettings settings, DateTime now)
    {
        var words = AlertWords.Of(settings);
        var content = new AlertContent(
            words.Get("TestTitle"),
            [
                new AlertLine(words.Get("LineMessage"), words.Get("TestText")),
                new AlertLine(words.Get("LineHost"), Environment.MachineName),
                new AlertLine(words.Get("LineTime"), BeijingText.Of(now)),
            ]);
        var messages = sender.Address(MessageId.Create(), AlertMessageKind.Test, AlertSeverity.Info, content, now, null, null);
        return messages.Count > 0
            ? messages
            : throw new StockSyncException(
                ErrorIds.AlertChannelMissing, ErrorKind.NotFound, words.Get("ChannelMissing"), words.Get("ChannelMissingAdvice"));
    }
}
