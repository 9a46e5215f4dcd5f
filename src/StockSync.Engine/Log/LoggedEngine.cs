namespace StockSync.Engine.Log;

/// <summary>An engine whose runs and changes are logged.</summary>
sealed class LoggedEngine(ISyncEngine inner, ISyncLog log, LogNotice notice, IRedactor redactor) : ISyncEngine
{
    public async Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var logging = new LoggingObserver(observer, log, redactor);
        try
        {
            var run = await inner.RunAsync(request, logging, cancellationToken);
            WriteEnd(run, request.Kind);
            return run;
        }
        catch (OperationCanceledException)
        {
            Write(LogLevel.Warning, "run.stopped", LogText.Get("RunStopped"), logging.RunId);
            throw;
        }
        catch (StockSyncException e)
        {
            Write(LogLevel.Error, "run.failed", e.Message, logging.RunId, LogFacts.Of(e));
            var clean = redactor.Redact(e);
            if (!ReferenceEquals(clean, e))
                throw clean;
            throw;
        }
        finally
        {
            // To the caller alone: a log that cannot be written needs no line that says so. Not after a stop, when nobody listens.
            if (!cancellationToken.IsCancellationRequested)
                await notice.TellAsync(observer, cancellationToken);
        }
    }

    public async Task<int> ClearDaysAsync(IReadOnlyList<DateOnly> dates, CancellationToken cancellationToken)
    {
        int cleared = await inner.ClearDaysAsync(dates, cancellationToken);
        Write(LogLevel.Information, "checkpoint.cleared", LogText.Get("Cleared", cleared), data: new() { ["days"] = cleared });
        return cleared;
    }

    public async Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken)
    {
        var info = await inner.InitializeAsync(cancellationToken);
        Write(LogLevel.Information, "database.ready", LogText.Get("Prepared", info.Target, info.SchemaVersion));
        return info;
    }

    public Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken) => inner.PlanAsync(request, cancellationToken);

    public IAsyncEnumerable<SyncDay> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        inner.GetDaysAsync(from, to, cancellationToken);

    public IAsyncEnumerable<SyncDay> ImportDaysAsync(
        IReadOnlyList<DateOnly> completed, IReadOnlyList<DateOnly> failed, CancellationToken cancellationToken) =>
        inner.ImportDaysAsync(completed, failed, cancellationToken);

    public IAsyncEnumerable<FailedStock> GetFailedStocksAsync(CancellationToken cancellationToken) => inner.GetFailedStocksAsync(cancellationToken);

    public IAsyncEnumerable<SyncRun> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        inner.GetRunsAsync(activeOnly, limit, cancellationToken);

    public IAsyncEnumerable<TradingDay> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        inner.GetCalendarAsync(from, to, cancellationToken);

    public IAsyncEnumerable<Stock> GetStocksAsync(bool refresh, CancellationToken cancellationToken) => inner.GetStocksAsync(refresh, cancellationToken);

    public IAsyncEnumerable<Stock> GetStoredStocksAsync(CancellationToken cancellationToken) => inner.GetStoredStocksAsync(cancellationToken);

    public IAsyncEnumerable<Bar> GetBarsAsync(BarQuery query, CancellationToken cancellationToken) => inner.GetBarsAsync(query, cancellationToken);

    public IAsyncEnumerable<ConnectionCheck> TestAsync(CancellationToken cancellationToken) => inner.TestAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    void WriteEnd(SyncRun? run, SyncKind kind)
    {
        if (run is null)
        {
            Write(LogLevel.Debug, "run.none", LogText.Get("NothingToDo"), data: new() { ["kind"] = kind });
            return;
        }
        Write(
            run.Status == SyncRunStatus.Completed ? LogLevel.Information : LogLevel.Warning,
            "run.ended",
            LogText.Get("RunEnded", run.Kind, run.Status, run.DaysCompleted, run.Days, run.Inserted, run.Updated, run.Unchanged, run.Requests),
            run.RunId,
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
    }

    void Write(LogLevel level, string name, string text, string? runId = null, Dictionary<string, object?>? data = null) =>
        log.Write(new LogEvent { Level = level, Name = name, Text = text, RunId = runId, Data = data ?? [] });
}
