using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Engine.Operations.Alerts.Policy;

/// <summary>What a message says: one for all that is wrong, one for all that is over.</summary>
sealed class AlertMessages(AlertFacts facts, AlertWords words, string host)
{
    const int MostEvents = 10;

    public AlertContent Of(AlertSeverity severity, IReadOnlyList<AlertEvent> events)
    {
        var first = events[0].Alert;
        var numbers = new DayNumbers(facts, events, words);
        var lines = new List<AlertLine>();
        Add(lines, "LineDay", numbers.Days);
        Add(lines, "LineError", Error());
        Add(lines, "LineSucceeded", numbers.Succeeded);
        Add(lines, "LineFailed", numbers.Failed);
        Add(lines, "LineWaiting", numbers.Waiting);
        Add(lines, "LineReasons", numbers.Reasons);
        Add(lines, "LineStocks", numbers.Stocks);
        AddOthers(lines, events);
        if (facts.Missed > 0)
        {
            Add(lines, "LineMissed", words.Count(facts.Missed));
            Add(lines, "LineLastAttempt", facts.LastAttemptAt is { } last ? BeijingText.Of(last) : null);
        }
        Add(lines, "LineNextAttempt", facts.Attempt?.NextAt is { } next ? BeijingText.Of(next) : null);
        AddPlace(lines);
        return new AlertContent(Title(words.Get($"Severity{severity}"), first), lines, Advice(first));
    }

    public AlertContent OfRecovery(IReadOnlyList<AlertEvent> events)
    {
        var first = events[0].Alert;
        var numbers = new DayNumbers(facts, events, words);
        var lines = new List<AlertLine>();
        Add(lines, "LineDay", numbers.Days);
        Add(lines, "LineSince", BeijingText.Of(first.OpenedAt));
        Add(lines, "LineDuration", Duration(facts.Now - first.OpenedAt));
        Add(lines, "LineSucceeded", numbers.Succeeded);
        AddOthers(lines, events);
        AddPlace(lines);
        return new AlertContent(Title(words.Get("Recovered"), first), lines);
    }

    static string Title(string mark, SyncAlert alert) => $"[{mark}] StockSync: {alert.Title}";

    string? Error()
    {
        string? errorId = ErrorCauses.ErrorId(facts);
        string? message = facts.Error?.Message ?? facts.Attempt?.Message ?? facts.Run?.Message;
        return (errorId, message) switch
        {
            (null, null) => null,
            (null, _) => message,
            (_, null) => errorId,
            _ => $"{errorId}: {message}",
        };
    }

    string Advice(SyncAlert alert)
    {
        string advice = alert.Rule == AlertRule.DayIncomplete && ErrorCauses.IsWaiting(facts, alert.Scope)
            ? words.Get("AdviceDayWaiting", alert.Scope)
            : words.Get($"Advice{alert.Rule}", alert.Scope);
        return facts.Error?.Advice is { Length: > 0 } more ? $"{more} {advice}" : advice;
    }

    void AddOthers(List<AlertLine> lines, IReadOnlyList<AlertEvent> events)
    {
        foreach (var other in events.Skip(1).Take(MostEvents))
            Add(lines, "LineAlso", other.Alert.Title);
        if (events.Count - 1 > MostEvents)
            Add(lines, "LineAlso", words.Get("More", words.Count(events.Count - 1 - MostEvents)));
    }

    void AddPlace(List<AlertLine> lines)
    {
        Add(lines, "LineLog", facts.LogPath);
        Add(lines, "LineRun", facts.Run?.RunId ?? facts.Attempt?.RunId);
        Add(lines, "LineHost", facts.Attempt?.Host ?? facts.Run?.Host ?? host);
        Add(lines, "LineTime", BeijingText.Of(facts.Now));
    }

    string Duration(TimeSpan time) => time.TotalHours >= 48 ? words.Get("Days", (int)time.TotalDays, time.Hours)
        : time.TotalMinutes >= 60 ? words.Get("Hours", (int)time.TotalHours, time.Minutes)
        : words.Get("Minutes", (int)time.TotalMinutes);

    void Add(List<AlertLine> lines, string label, string? text)
    {
        if (!string.IsNullOrWhiteSpace(text))
            lines.Add(new AlertLine(words.Get(label), text));
    }
}
