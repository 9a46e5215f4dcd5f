namespace StockSync.Engine.Operations.Log;

/// <summary>
/// An engine that logs what its caller is told by an exception or a result; what a run reports on its way is logged by
/// <see cref="LoggingObserver"/>.
/// </summary>
sealed class LoggedEngine(ISyncEngine inner, ISyncLog log, LogNotice notice, IRedactor redactor) : ISyncEngine
{
    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.RunAsync(request, observer, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Write(LogLevel.Warning, "run.stopped", LogStrings.RunStopped);
            throw;
        }
        catch (StockSyncException e)
        {
            Write(LogLevel.Error, "run.failed", e.Message, LogFacts.Of(e));
            var clean = redactor.Redact(e);
            if (!ReferenceEquals(clean, e))
                throw clean;
            throw;
        }
        finally
        {
            // To the caller alone: a log that cannot be written needs no line that says so. Not after a stop, when nobody listens.
            if (!cancellationToken.IsCancellationRequested)
                await notice.ReportAsync(observer, cancellationToken);
        }
    }

    public async Task<int> ClearDaysAsync(IReadOnlyList<DateOnly> dates, CancellationToken cancellationToken)
    {
        int cleared = await inner.ClearDaysAsync(dates, cancellationToken);
        Write(LogLevel.Information, "checkpoint.cleared", LogStrings.FormatCleared(cleared), new() { ["days"] = cleared });
        return cleared;
    }

    public async Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken)
    {
        var info = await inner.InitializeAsync(cancellationToken);
        Write(LogLevel.Information, "database.ready", LogStrings.FormatPrepared(info.Target, info.SchemaVersion));
        return info;
    }

    public Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken) =>
        inner.PlanAsync(request, cancellationToken);

    public IAsyncEnumerable<SyncDay> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        inner.GetDaysAsync(from, to, cancellationToken);

    public IAsyncEnumerable<SyncDay> ImportDaysAsync(
        IReadOnlyList<DateOnly> completed, IReadOnlyList<DateOnly> failed, CancellationToken cancellationToken) =>
        inner.ImportDaysAsync(completed, failed, cancellationToken);

    public IAsyncEnumerable<FailedStock> GetFailedStocksAsync(bool all, CancellationToken cancellationToken) =>
        inner.GetFailedStocksAsync(all, cancellationToken);

    public async Task ResolveIssuesAsync(
        IReadOnlyList<DataIssue> issues, string note, ISyncObserver observer, CancellationToken cancellationToken)
    {
        await inner.ResolveIssuesAsync(issues, note, observer, cancellationToken);
        // Whoever reads the log later sees what was asked for; what became of it stands in the database.
        Write(LogLevel.Information, "issue.accepted", LogStrings.FormatAccepted(string.Join(", ", issues.Take(20)), redactor.Redact(note)), new() { ["issues"] = issues.Count });
    }

    public IAsyncEnumerable<SyncRun> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetRunsAsync(activeOnly, limit, cancellationToken);

    public IAsyncEnumerable<TradingDay> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.GetCalendarAsync(from, to, cancellationToken);

    public IAsyncEnumerable<Stock> GetStocksAsync(bool refresh, CancellationToken cancellationToken) =>
        inner.GetStocksAsync(refresh, cancellationToken);

    public IAsyncEnumerable<Stock> GetStoredStocksAsync(CancellationToken cancellationToken) =>
        inner.GetStoredStocksAsync(cancellationToken);

    public IAsyncEnumerable<Bar> GetBarsAsync(BarQuery query, CancellationToken cancellationToken) =>
        inner.GetBarsAsync(query, cancellationToken);

    public IAsyncEnumerable<ConnectionCheck> TestAsync(CancellationToken cancellationToken) => inner.TestAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    void Write(LogLevel level, string name, string text, Dictionary<string, object?>? data = null) =>
        log.Write(new LogEvent { Level = level, Name = name, Text = text, Data = data ?? [] });
}

/// <summary>Operations whose caller is told where the log could not be written, and never sees a secret in an error.</summary>
sealed class LoggedOperations(ISyncOperations inner, LogNotice notice, IRedactor redactor) : ISyncOperations
{
    public async Task<ScheduledAttempt> InvokeAttemptAsync(ISyncObserver observer, Func<ScheduledAttempt, ValueTask> ended, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.InvokeAttemptAsync(observer, ended, cancellationToken);
        }
        catch (StockSyncException e) when (redactor.Redact(e) is var clean && !ReferenceEquals(clean, e))
        {
            throw clean;
        }
        finally
        {
            // After a stop nobody listens.
            if (!cancellationToken.IsCancellationRequested)
                await notice.ReportAsync(observer, cancellationToken);
        }
    }

    public IAsyncEnumerable<ScheduledAttempt> GetAttemptsAsync(int limit, CancellationToken cancellationToken) =>
        inner.GetAttemptsAsync(limit, cancellationToken);

    public Task<DateTime?> NextAttemptAsync(CancellationToken cancellationToken) => inner.NextAttemptAsync(cancellationToken);

    public Task<SyncHealth> GetHealthAsync(IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        inner.GetHealthAsync(schedules, cancellationToken);

    public Task AlertMissingAsync(SyncHealth health, CancellationToken cancellationToken) =>
        inner.AlertMissingAsync(health, cancellationToken);

    public IAsyncEnumerable<SyncAlert> GetAlertsAsync(bool openOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetAlertsAsync(openOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> GetDeliveriesAsync(bool pendingOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetDeliveriesAsync(pendingOnly, limit, cancellationToken);

    public IAsyncEnumerable<AlertDelivery> SendAlertsAsync(bool test, CancellationToken cancellationToken) =>
        inner.SendAlertsAsync(test, cancellationToken);

    public Task ExportReportAsync(
        string path, string? language, IReadOnlyList<SyncSchedule>? schedules, CancellationToken cancellationToken) =>
        inner.ExportReportAsync(path, language, schedules, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}

/// <summary>Tells once that the log could not be written: a warning for each event would bury what matters.</summary>
sealed class LogNotice(ISyncLog log)
{
    int _isTold;

    public async ValueTask ReportAsync(ISyncObserver observer, CancellationToken cancellationToken)
    {
        if (log.TakeFault() is { } fault && Interlocked.Exchange(ref _isTold, 1) == 0)
            await observer.WarningAsync(fault, cancellationToken);
    }
}
