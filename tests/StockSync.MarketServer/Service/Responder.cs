using System.Collections.Concurrent;
using System.Net;

namespace StockSync.MarketServer;

/// <summary>Decides what one request gets: the answer of the session, spoiled by a fault, written to the log.</summary>
sealed class Responder(IMarket market, MarketServerOptions options, Gatekeeper gate, ViewList views, FaultList faults, RequestLog log)
{
    readonly ConcurrentDictionary<string, Answer> _kept = new();

    public Reply Respond(Session session, IPAddress address, int connection, RequestFrame frame)
    {
        var request = MarketRequest.Of(frame.Type, frame.Fields);
        var shown = Show(request);
        // counted before anything else: the quota is about requests, not answers
        var admitted = gate.Admit(address);
        var fault = faults.Choose(request);
        var answer = Try(() => admitted || frame.Type == MessageTypes.Logout
            ? session.Ask(frame, () => Query(shown, frame, isKept: IsKept(frame) && views.IsEmpty && fault is null))
            : throw ServiceError.Blacklisted);
        if (fault?.Action.Replace is { } replace)
            answer = Try(() => replace(answer, shown, frame.Type, frame.Fields));
        if (request.Type == MessageTypes.StockBasic && views.StockPageCap is { } cap && answer.Table is { } list)
            list.PageCap = cap;
        if (fault?.Action.Rows is { } change && answer.Table is { } table)
            change(fault, table);
        var sound = answer.ToFrame(out var rows);
        var bytes = fault?.Action.Bytes is { } spoil ? spoil(sound) : sound.ToBytes();
        var delivery = fault?.Action.Delivery ?? DeliveryKind.Whole;
        var isKeptBack = delivery is DeliveryKind.Close or DeliveryKind.Reset or DeliveryKind.Stall;
        log.Add(new RequestLogEntry
        {
            Number = 0,
            Time = options.TimeProvider.GetUtcNow(),
            Connection = connection,
            Type = request.Type,
            Method = request.Method,
            Code = request.Code,
            From = request.From,
            To = request.To,
            Page = request.Page,
            Answer = isKeptBack ? "none" : answer.Kind == "rows" && rows == 0 ? "empty" : answer.Kind,
            Rows = isKeptBack ? 0 : rows,
            BytesIn = frame.ByteCount,
            BytesOut = isKeptBack ? 0 : bytes.Length,
            Fault = fault?.Action.ToString(),
        });
        return new Reply(bytes, delivery, fault?.Action.Pause ?? default, options.Latency[frame.Type]);
    }

    /// <summary>The market as the service shows it now; no request where only somebody looks.</summary>
    public IMarket Show(MarketRequest? request) =>
        views.Over(new PublishedMarket(market, options.PublishedUntil), new ViewMoment(options.Today, request));

    bool IsKept(RequestFrame frame) =>
        options.KeepsAnswers || (options.AnswerFolder is not null && frame.Type is MessageTypes.Bars or MessageTypes.MarketDay);

    Answer Query(IMarket shown, RequestFrame frame, bool isKept)
    {
        if (!isKept)
            return Ask();
        var question = string.Join('\u0001', [$"{options.PublishedUntil}", frame.Type, .. frame.Fields]);
        return options.AnswerFolder is { } folder
            ? AnswerFolder.GetOrAdd(folder, question, () => Ask().Made())
            : _kept.GetOrAdd(question, _ => Ask().Made());

        Answer Ask() => MarketQueries.Ask(shown, frame.Type, frame.Fields);
    }

    static Answer Try(Func<Answer> ask)
    {
        try
        {
            return ask();
        }
        catch (ServiceErrorException error)
        {
            return Answer.Error(error);
        }
    }
}
