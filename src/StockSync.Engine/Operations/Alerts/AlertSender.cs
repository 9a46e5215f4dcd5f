using StockSync.Engine.Operations.Alerts.Channels;
using StockSync.Engine.Operations.Alerts.Wording;
using StockSync.Engine.Operations.Log;
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

/// <summary>
/// Sends what is in an outbox: all channels at once, each in order. What is not accepted is tried again later, with the same id; whoever
/// dies in between leaves a message that may be sent twice, never one that is lost.
/// </summary>
sealed class AlertSender : IAlertSender
{
    const int Batch = 20;
    const int MostPending = 10_000;

    // What the outbox itself may take beyond the limit before it is given up.
    static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    readonly AlertSettings _settings;
    readonly TimeProvider _time;
    readonly ISyncLog? _log;
    readonly OffTheHour _offTheHour;
    readonly DeadManSwitch _switch;
    readonly IReadOnlyList<ChannelQueue> _queues;

    public AlertSender(AlertSettings settings, IRedactor redactor, TimeProvider time, ISyncLog? log = null)
        : this(
            settings,
            redactor,
            time,
            new AlertHttp(settings, time),
            http => ChannelList.Of(settings, http, time),
            Random.Shared.NextDouble,
            log)
    {
    }

    internal AlertSender(
        AlertSettings settings,
        IRedactor redactor,
        TimeProvider time,
        AlertHttp http,
        Func<AlertHttp, IReadOnlyList<IAlertChannel>> open,
        Func<double> random,
        ISyncLog? log = null)
    {
        _settings = settings;
        _time = time;
        _log = log;
        _offTheHour = new OffTheHour(settings, random);
        _switch = new DeadManSwitch(settings, http, time);
        var plan = new RetryPlan(_offTheHour, redactor);
        _queues = [.. open(http).Select(c => new ChannelQueue(c, settings, plan, time))];
    }

    /// <summary>True where anybody can be told.</summary>
    public bool HasChannels => _queues.Count > 0;

    public Task<int> SendAsync(IAlertStore outbox, TimeSpan limit, CancellationToken cancellationToken) =>
        WorkAsync(outbox, limit, waits: true, cancellationToken);

    public async Task<int> FlushAsync(IAlertStore outbox, CancellationToken cancellationToken)
    {
        // Time for a few slow channels, and for the rate where much has piled up.
        var limit = _settings.AlertTimeout * 3 + TimeSpan.FromMinutes(1);
        try
        {
            var now = Now;
            foreach (var message in await outbox.GetDeliveriesAsync(pendingOnly: true, MostPending, cancellationToken))
            {
                // One that is due may be in another process's hands.
                if (message.NotBefore > now)
                    await outbox.RecordDeliveryAsync(message with { NotBefore = now }, cancellationToken);
            }
        }
        catch (StockSyncException e)
        {
            Log(LogLevel.Warning, "alert.outbox", e.Message);
            return 0;
        }
        return await WorkAsync(outbox, limit, waits: false, cancellationToken);
    }

    public IReadOnlyList<AlertDelivery> Address(
        string messageId, AlertMessageKind kind, AlertSeverity severity, AlertContent content, DateTime now, string? alertId, string? runId) =>
    [
        .. _queues.Where(q => kind == AlertMessageKind.Test || q.Channel.Minimum <= severity).Select(q => new AlertDelivery
        {
            MessageId = messageId,
            Channel = q.Channel.Name,
            AlertId = alertId,
            Kind = kind,
            Severity = kind == AlertMessageKind.Alert ? severity : AlertSeverity.Info,
            Content = content,
            CreatedAt = now,
            NotBefore = kind == AlertMessageKind.Test ? now : _offTheHour.Of(now),
            RunId = runId,
        }),
    ];

    public Task PingAsync(string signal, Guid rid, CancellationToken cancellationToken) => _switch.PingAsync(signal, rid, cancellationToken);

    DateTime Now => _time.GetUtcNow().UtcDateTime;

    async Task<int> WorkAsync(IAlertStore outbox, TimeSpan limit, bool waits, CancellationToken cancellationToken)
    {
        var end = _time.GetUtcNow() + limit;
        int accepted = 0;
        using var overdue = new CancellationTokenSource(limit + s_grace, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(overdue.Token, cancellationToken);
        try
        {
            while (_time.GetUtcNow() < end)
            {
                var pending = await outbox.GetDeliveriesAsync(pendingOnly: true, MostPending, both.Token);
                var claimed = pending.Any(m => m.NotBefore <= Now)
                    ? await outbox.ClaimMessagesAsync(Now, _settings.AlertTimeout * (Batch + 1) + TimeSpan.FromMinutes(2), Batch, both.Token)
                    : [];
                if (claimed.Count > 0)
                    accepted += await SendAsync(outbox, claimed, pending, end, both.Token);
                else if (!waits || !await WaitAsync(pending, end, both.Token))
                    break;
            }
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // What is claimed is free again when the claim expires.
        }
        catch (StockSyncException e)
        {
            // The outbox is away: what is in it stays there. Nobody fails for it.
            Log(LogLevel.Warning, "alert.outbox", e.Message);
        }
        return accepted;
    }

    async Task<int> SendAsync(
        IAlertStore outbox,
        IReadOnlyList<AlertDelivery> claimed,
        IReadOnlyList<AlertDelivery> pending,
        DateTimeOffset end,
        CancellationToken token)
    {
        var keys = claimed.Select(m => (m.MessageId, m.Channel)).ToHashSet();
        var others = pending.Where(m => !keys.Contains((m.MessageId, m.Channel))).ToLookup(m => m.Channel);
        using var recording = new SemaphoreSlim(1);
        async Task RecordAsync(AlertDelivery message)
        {
            // Channels work at once, an outbox has one connection.
            await recording.WaitAsync(token);
            try
            {
                await outbox.RecordDeliveryAsync(message, token);
            }
            finally
            {
                recording.Release();
            }
            Report(message);
        }

        int[] accepted = await Task.WhenAll(claimed.GroupBy(m => m.Channel).Select(async messages =>
        {
            if (_queues.FirstOrDefault(q => q.Channel.Name == messages.Key) is { } queue)
                return await queue.SendAsync(messages, [.. others[messages.Key]], RecordAsync, end, token);
            foreach (var message in messages)
                await RecordAsync(message with { State = AlertDeliveryState.Failed, LastError = AlertWords.Of(_settings).Get("ChannelGone") });
            return 0;
        }));
        return accepted.Sum();
    }

    async Task<bool> WaitAsync(IReadOnlyList<AlertDelivery> pending, DateTimeOffset end, CancellationToken token)
    {
        // What is due and yet not ours to take is in another process's hands.
        var later = pending.Where(m => m.NotBefore > Now).Min(m => (DateTime?)m.NotBefore);
        if (later is not { } next || next >= end.UtcDateTime)
            return false;
        var wait = next - Now;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _time, token);
        return true;
    }

    void Report(AlertDelivery message)
    {
        if (message.State == AlertDeliveryState.Delivered)
            Log(LogLevel.Information, "alert.sent", message.Title, message);
        else if (message.LastError is { } error)
            Log(LogLevel.Warning, message.State == AlertDeliveryState.Failed ? "alert.failed" : "alert.delayed", error, message);
    }

    void Log(LogLevel level, string name, string text, AlertDelivery? message = null) => _log?.Write(new LogEvent
    {
        Level = level,
        Name = name,
        Text = text,
        RunId = message?.RunId,
        Data = message is null
            ? new Dictionary<string, object?>()
            : new Dictionary<string, object?>
            {
                ["channel"] = message.Channel,
                ["messageId"] = message.MessageId,
                ["attempts"] = message.Attempts,
            },
    });
}
