using System.Globalization;
using System.Security.Cryptography;
using System.Text;
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

/// <summary>One line for each thing that can be wrong, and for its end.</summary>
sealed class AlertTitles(AlertFacts facts, AlertWords words)
{
    public string Of(Finding finding) => finding.Rule switch
    {
        AlertRule.DayIncomplete when finding.IsWaiting => words.Get("TitleDayWaiting", finding.Scope, words.Count(Waiting(finding.Scope))),
        AlertRule.DayIncomplete => Day(finding.Scope),
        AlertRule.EvidenceAccepted => Accepted(finding.Scope),
        AlertRule.SourceBanned => words.Get("TitleBanned", finding.Scope),
        AlertRule.StoreUnusable => words.Get("TitleStore", finding.Scope),
        AlertRule.RunMissing => words.Get(finding.IsPast ? "TitleMissed" : "TitleMissing", words.Count(facts.Missed), finding.Scope),
        _ => words.Get("TitleSettings", finding.Scope),
    };

    public string Over(SyncAlert alert) => alert.Rule switch
    {
        AlertRule.DayIncomplete => words.Get("OverDay", alert.Scope),
        AlertRule.SourceBanned => words.Get("OverBanned", alert.Scope),
        AlertRule.StoreUnusable => words.Get("OverStore", alert.Scope),
        AlertRule.EvidenceAccepted => alert.Title,
        AlertRule.RunMissing => words.Get("OverMissing", alert.Scope),
        _ => words.Get("OverSettings", alert.Scope),
    };

    int Waiting(string scope) => facts.Days.First(d => ErrorCauses.DayScope(d.Date) == scope).Waiting;

    string Accepted(string scope)
    {
        int stocks = facts.Accepted.First(a => a.Scope == scope).Stocks;
        return stocks > 0 ? words.Get("TitleAbsencesAccepted", scope, words.Count(stocks)) : words.Get("TitleClosureAccepted", scope);
    }

    string Day(string scope) => facts.Attempt switch
    {
        { Date: { } date } when ErrorCauses.DayScope(date) != scope => words.Get("TitleDayStill", scope),
        { Number: var number } when number >= facts.AttemptsOfDay => words.Get("TitleDayLast", scope),
        { Number: var number } => words.Get("TitleDay", scope, number, facts.AttemptsOfDay),
        null => words.Get("TitleDayStill", scope),
    };
}

/// <summary>Identities of messages: the same for the same news, so that what is written twice stands in the outbox once.</summary>
static class MessageId
{
    public static string Of(IEnumerable<AlertEvent> events)
    {
        // To the second: a database may keep less of an instant than a clock tells.
        static string Second(DateTime? time) => time?.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) ?? "";
        var news = events.Select(e =>
            $"{e.Alert.AlertId}|{e.News}|{e.Alert.Severity}|{Second(e.Alert.OpenedAt)}|{Second(e.Before?.NotifiedAt)}");
        return From(string.Join('\n', news.Order(StringComparer.Ordinal)));
    }

    /// <summary>A new one.</summary>
    public static string Create() => From(Guid.NewGuid().ToString());

    static string From(string text) => "msg_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..24];
}
