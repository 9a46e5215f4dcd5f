using System.Globalization;
using StockSync.Engine.Operations.Alerts;
using StockSync.Engine.Operations.Alerts.Wording;

namespace StockSync.Tests.Alerts;

/// <summary>Facts, messages and words as tests need them.</summary>
static class AlertSamples
{
    public const string Endpoint = "public-api.baostock.com:10030";
    public const string Target = "PostgreSQL db.example/market";

    public static readonly DateTime Monday = new(2026, 1, 5);

    public static readonly AlertWords English = new(CultureInfo.GetCultureInfo("en-US"));

    public static readonly StockSyncException SourceDown = new(
        ErrorIds.SourceUnreachable, ErrorKind.Connection, "The service does not answer.", "Try later.", isTransient: true);

    /// <summary>An instant given as Beijing's clocks show it.</summary>
    public static DateTime Beijing(DateTime day, int hour, int minute) =>
        DateTime.SpecifyKind(day.AddHours(hour - 8).AddMinutes(minute), DateTimeKind.Utc);

    /// <summary>The n-th try for a day: 20:00, 22:00, and 08:00 of the next morning.</summary>
    public static AlertFacts Attempt(
        int number, AttemptOutcome outcome, StockSyncException? error = null, DateTime? day = null, SyncDay? state = null, int missed = 0)
    {
        var date = day ?? Monday;
        var due = number switch { 1 => Beijing(date, 20, 0), 2 => Beijing(date, 22, 0), _ => Beijing(date.AddDays(1), 8, 0) };
        return new AlertFacts
        {
            Now = due.AddMinutes(3),
            Endpoint = Endpoint,
            Target = Target,
            Error = error,
            Missed = missed,
            Days = state is null ? [] : [state],
            LogPath = "/var/log/stocksync/stocksync.log",
            Attempt = new ScheduledAttempt
            {
                AttemptId = $"t{number}",
                Number = number,
                Slot = "20:00",
                Date = date,
                DueAt = due,
                StartedAt = due,
                Outcome = outcome,
                ErrorId = error?.ErrorId,
                Message = error?.Message,
                RunId = $"run-{date:dd}-{number}",
                Host = "vm1",
                NextAt = due.AddHours(2),
            },
        };
    }

    public static SyncDay Day(DateTime date, SyncDayStatus status, int expected = 5200, int stored = 0, int failed = 0) =>
        new() { Date = date, Status = status, Expected = expected, Stored = stored, Failed = failed };

    public static SyncRun Run(int requests = 10, int errors = 0) => new()
    {
        RunId = "run",
        Kind = SyncKind.Day,
        Status = SyncRunStatus.Completed,
        StartedAt = DateTime.UnixEpoch,
        Requests = requests,
        SourceErrors = errors,
        BytesIn = 1_000,
    };

    public static AlertDelivery Message(
        string id, DateTime now, string channel = "Webhook", AlertMessageKind kind = AlertMessageKind.Alert, string text = "text") => new()
        {
            MessageId = id,
            Channel = channel,
            AlertId = "DayIncomplete/2026-01-05",
            Kind = kind,
            Severity = AlertSeverity.Warning,
            Content = new AlertContent($"title {id}", [new AlertLine("Error", text)], "Get-SyncHealth"),
            CreatedAt = now,
            NotBefore = now,
            RunId = "run",
        };
}
