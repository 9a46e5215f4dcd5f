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

/// <summary>At most ten messages a minute to one channel: half of what the strictest robot takes, for it punishes more with ten minutes.</summary>
sealed class SendRate(TimeProvider time)
{
    const int Most = 10;
    static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    readonly Queue<DateTimeOffset> _sent = new();

    /// <summary>How long to wait before the next one.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        while (_sent.TryPeek(out var oldest) && now - oldest >= s_window)
            _sent.Dequeue();
        return _sent.Count < Most ? TimeSpan.Zero : _sent.Peek() + s_window - now;
    }

    public void Count() => _sent.Enqueue(time.GetUtcNow());
}

/// <summary>A message after an attempt: delivered, to be tried again, or given up.</summary>
sealed class RetryPlan(OffTheHour offTheHour, IRedactor redactor)
{
    const int LongestError = 300;

    static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    static readonly TimeSpan s_longest = TimeSpan.FromHours(1);
    static readonly TimeSpan s_patience = TimeSpan.FromDays(3);

    public AlertDelivery After(AlertDelivery message, SendResult result, DateTime now)
    {
        var tried = message with { Attempts = message.Attempts + 1, LastError = result.Error is { } error ? Clean(error) : null };
        if (result.Verdict == SendVerdict.Accepted)
            return tried with { State = AlertDeliveryState.Delivered, DeliveredAt = now };
        if (result.Verdict == SendVerdict.Refused || now - message.CreatedAt >= s_patience)
            return tried with { State = AlertDeliveryState.Failed };

        var wait = TimeSpan.FromTicks(Math.Min(s_longest.Ticks, s_first.Ticks << Math.Min(message.Attempts, 10)));
        if (result.Wait > wait)
            wait = result.Wait.Value;
        return tried with { NotBefore = offTheHour.Of(now + wait) };
    }

    // What a server says is kept as one line of moderate length, and without what it repeats of the address: looked for as it was said,
    // and in the line that was made of it.
    string Clean(string error)
    {
        string line = redactor.Redact(SafeText.OneLine(redactor.Redact(error)));
        return line.Length <= LongestError ? line : line[..LongestError] + "…";
    }
}

/// <summary>Keeps messages away from full and half hours, when all the world's schedules send theirs and robots refuse some.</summary>
sealed class OffTheHour(AlertSettings settings, Func<double> random)
{
    static readonly TimeSpan s_half = TimeSpan.FromMinutes(30);

    // A message on its way arrives a little later than it is sent.
    static readonly TimeSpan s_travel = TimeSpan.FromSeconds(5);

    /// <summary>The instant itself, or a moment after the half hour that it is too near to. (Beijing's half hours are UTC's.)</summary>
    public DateTime Of(DateTime utc)
    {
        long ticks = (utc + s_travel).Ticks;
        var half = new DateTime(ticks - (ticks % s_half.Ticks), DateTimeKind.Utc);
        var after = half + settings.AlertDelayMin + (random() * (settings.AlertDelayMax - settings.AlertDelayMin));
        return after > utc ? after : utc;
    }
}
