using System.Diagnostics;
using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Telemetry;

namespace StockSync.Engine.Operations.Alerts;

/// <summary>The messages of one channel, in order: a recovery never comes before the alert it ends.</summary>
sealed class ChannelQueue(IAlertChannel channel, AlertSettings settings, RetryPlan plan, TimeProvider time)
{
    // A message that its channel does not like must not silence it for days.
    const int PatienceOfOthers = 5;
    static readonly TimeSpan s_hold = TimeSpan.FromSeconds(5);

    readonly SendRate _rate = new(time);

    public IAlertChannel Channel => channel;

    /// <summary>Sends messages that this process has claimed; returns those that were accepted.</summary>
    /// <param name="claimed">The messages.</param>
    /// <param name="older">Messages of the channel that are not claimed here.</param>
    /// <param name="record">Records how each ended.</param>
    /// <param name="end">When to stop.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    public async Task<int> SendAsync(
        IEnumerable<AlertDelivery> claimed,
        IReadOnlyList<AlertDelivery> older,
        Func<AlertDelivery, Task> record,
        DateTimeOffset end,
        CancellationToken cancellationToken)
    {
        int accepted = 0;
        DateTime? held = null;
        foreach (var message in claimed.OrderBy(m => m.CreatedAt).ThenBy(m => m.MessageId, StringComparer.Ordinal))
        {
            held ??= older.Where(o => o.CreatedAt < message.CreatedAt && o.Attempts < PatienceOfOthers).Max(o => (DateTime?)o.NotBefore);
            held ??= await RoomAsync(end, cancellationToken);
            if (held is { } until)
            {
                var soon = time.GetUtcNow().UtcDateTime + s_hold;
                await record(message with { NotBefore = until > soon ? until : soon });
                continue;
            }

            _rate.Count();
            var after = await SyncTelemetry.TraceAsync(
                SyncTelemetry.DeliveryActivity,
                ActivityKind.Client,
                async activity =>
                {
                    var result = await TryAsync(message, end, cancellationToken);
                    var tried = plan.After(message, result, time.GetUtcNow().UtcDateTime);
                    AlertMeasures.Record(activity, tried);
                    return tried;
                });
            await record(after);
            if (after.State == AlertDeliveryState.Delivered)
                accepted++;
            else if (after.State == AlertDeliveryState.Pending && after.Attempts < PatienceOfOthers)
                held = after.NotBefore;
        }
        return accepted;
    }

    // Null where the next one may go now, after a wait if need be; else when.
    async Task<DateTime?> RoomAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wait = _rate.Wait();
        if (now + wait >= end)
            return (now + wait).UtcDateTime;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellationToken);
        return null;
    }

    async Task<SendResult> TryAsync(AlertDelivery message, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var left = end - time.GetUtcNow();
        using var timeout = new CancellationTokenSource(left < settings.AlertTimeout ? left : settings.AlertTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // Left behind where it does not heed its token: a channel that hangs costs its own time only.
            return await channel.SendAsync(message, both.Token).WaitAsync(both.Token);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the message stays in the outbox with what went wrong.
            return ChannelErrors.Of(e, AlertWords.Of(settings));
        }
    }
}
