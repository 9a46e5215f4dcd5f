using System.Globalization;

namespace StockSync.Engine.Operations.Log;

/// <summary>Writes what a run reports to the log, and hands it on. Progress is not worth a line.</summary>
sealed class LoggingObserver(ISyncObserver inner, ISyncLog log, IRedactor redactor) : ISyncObserver
{
    // Null before the run has begun, and where none was needed.
    string? _runId;

    public ValueTask StartedAsync(SyncRun run, CancellationToken cancellationToken)
    {
        _runId = run.RunId;
        Write(LogLevel.Information, "run.started", string.Format(CultureInfo.CurrentCulture, LogStrings.RunStarted, run.Kind, run.From, run.To), new()
        {
            ["kind"] = run.Kind,
            ["slot"] = run.Slot,
            ["from"] = run.From,
            ["to"] = run.To,
            ["version"] = run.Version,
        });
        return inner.StartedAsync(run, cancellationToken);
    }

    public ValueTask EndedAsync(SyncRun run, CancellationToken cancellationToken)
    {
        Write(
            run.Status == SyncRunStatus.Completed ? LogLevel.Information : LogLevel.Warning,
            "run.ended",
            LogStrings.FormatRunEnded(
                run.Kind, run.Status, run.DaysCompleted, run.Days, run.Inserted, run.Updated, run.Unchanged, run.Requests),
            new()
            {
                ["status"] = run.Status,
                ["days"] = run.Days,
                ["completed"] = run.DaysCompleted,
                ["failedStocks"] = run.FailedStocks,
                ["inserted"] = run.Inserted,
                ["updated"] = run.Updated,
                ["unchanged"] = run.Unchanged,
                ["requests"] = run.Requests,
                ["retries"] = run.Retries,
                ["seconds"] = run.Duration,
                ["message"] = run.Message,
            });
        return inner.EndedAsync(run, cancellationToken);
    }

    public ValueTask DayAsync(SyncDay day, CancellationToken cancellationToken)
    {
        // Days that were complete before are reported too; thousands of them are no news.
        bool isNews = _runId is not null && day.RunId == _runId;
        Write(
            day.Status is SyncDayStatus.Partial or SyncDayStatus.Failed ? LogLevel.Warning : isNews ? LogLevel.Information : LogLevel.Debug,
            "day.settled",
            day.Reason is { } reason ? $"{day} ({reason})" : day.ToString(),
            new()
            {
                ["date"] = day.Date,
                ["status"] = day.Status,
                ["expected"] = day.Expected,
                ["stored"] = day.Stored,
                ["suspended"] = day.Suspended,
                ["late"] = day.Late,
                ["failed"] = day.Failed,
                ["quarantined"] = day.Quarantined,
                ["inserted"] = day.Inserted,
                ["updated"] = day.Updated,
                ["unchanged"] = day.Unchanged,
            });
        return inner.DayAsync(day, cancellationToken);
    }

    public ValueTask ProgressAsync(SyncProgress progress, CancellationToken cancellationToken) =>
        inner.ProgressAsync(progress, cancellationToken);

    public ValueTask VerboseAsync(string text, CancellationToken cancellationToken)
    {
        Write(LogLevel.Debug, "verbose", text);
        return inner.VerboseAsync(redactor.Redact(text), cancellationToken);
    }

    public ValueTask WarningAsync(string text, CancellationToken cancellationToken)
    {
        Write(LogLevel.Warning, "warning", text);
        return inner.WarningAsync(redactor.Redact(text), cancellationToken);
    }

    public ValueTask ErrorAsync(StockSyncException error, CancellationToken cancellationToken)
    {
        Write(LogLevel.Error, "error", error.Message, LogFacts.Of(error));
        return inner.ErrorAsync(redactor.Redact(error), cancellationToken);
    }

    void Write(LogLevel level, string name, string text, Dictionary<string, object?>? data = null) =>
        log.Write(new LogEvent { Level = level, Name = name, Text = text, RunId = _runId, Data = data ?? [] });
}
