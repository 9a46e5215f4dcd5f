using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The history of runs.</summary>
sealed class RunTable(StoreDatabase database, ServiceTables services, AlertTables alerts) : IRunStore
{
    // Counted in their own tables.
    const string Tables = """
        (days_settled, days_completed, expected_rows, stored_rows, suspended_rows, late_rows, failed_rows) = (
                select count(*), sync_run.days_complete_before + count(*) filter (where d.status = 'Completed'),
                    coalesce(sum(d.expected), 0), coalesce(sum(d.stored), 0), coalesce(sum(d.suspended), 0), coalesce(sum(d.late), 0),
                    coalesce(sum(d.failed), 0)
                from sync_day d where d.run_id = @run_id),
            failed_stocks = (select count(distinct f.stock_code) from sync_failure f where f.run_id = @run_id and f.stock_code <> '*')
        """;

    /// <summary>The second call of a run brings its plan; what was counted since the first one stays.</summary>
    public Task AddRunAsync(SyncRun run, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement($"""
                insert into sync_run ({RunRows.Columns}, {RunRows.LaterColumns}, days_complete_before) values (
                    @run_id, @kind, @status, @started_at, @ended_at, @last_seen_at, @from_date, @to_date, @shape, @days, @days_settled,
                    @days_completed, @failed_stocks, @inserted, @updated, @unchanged, @quarantined, @requests, @estimated_requests,
                    @estimated_seconds, @retries, @bytes_in, @bytes_out, @batch_sizes, @host, @process_id, @module_version, @message,
                    @slot, @error_id, @expected, @stored, @suspended, @late, @failed, @source_errors, @latency_p50, @latency_p95,
                    @fetch_seconds, @store_seconds, @wait_seconds, @days_completed)
                on conflict (run_id) do update set from_date = excluded.from_date, to_date = excluded.to_date, shape = excluded.shape,
                    days = excluded.days, days_complete_before = excluded.days_complete_before,
                    days_completed = sync_run.days_completed - sync_run.days_complete_before + excluded.days_complete_before,
                    estimated_requests = excluded.estimated_requests, estimated_seconds = excluded.estimated_seconds
                """)
                .With("run_id", run.RunId).With("kind", run.Kind.ToString()).With("status", run.Status.ToString())
                .With("started_at", database.Dialect.Instant(run.StartedAt)).With("ended_at", database.Dialect.Instant(run.EndedAt))
                .With("last_seen_at", database.Dialect.Instant(run.LastSeenAt ?? run.StartedAt))
                .With("from_date", Day(run.From)).With("to_date", Day(run.To)).With("shape", run.Shape.ToString())
                .With("days", run.Days).With("days_settled", run.DaysSettled).With("days_completed", run.DaysCompleted)
                .With("failed_stocks", run.FailedStocks).With("inserted", run.Inserted).With("updated", run.Updated)
                .With("unchanged", run.Unchanged).With("quarantined", run.Quarantined).With("requests", run.Requests)
                .With("estimated_requests", run.EstimatedRequests).With("estimated_seconds", run.EstimatedSeconds)
                .With("retries", run.Retries).With("bytes_in", run.BytesIn).With("bytes_out", run.BytesOut)
                .With("batch_sizes", run.BatchSizes).With("host", run.Host).With("process_id", run.ProcessId)
                .With("module_version", run.Version).With("message", run.Message).With("slot", run.Slot).With("error_id", run.ErrorId)
                .With("expected", run.Expected).With("stored", run.Stored).With("suspended", run.Suspended).With("late", run.Late)
                .With("failed", run.Failed).With("source_errors", run.SourceErrors).With("latency_p50", run.LatencyP50)
                .With("latency_p95", run.LatencyP95).With("fetch_seconds", run.FetchTime.TotalSeconds)
                .With("store_seconds", run.StoreTime.TotalSeconds).With("wait_seconds", run.WaitTime.TotalSeconds),
        ],
        cancellationToken);

    public Task<SyncRun?> EndRunAsync(RunEnd end, CancellationToken cancellationToken) => database.WriteAsync(
        async connection =>
        {
            SyncRun? ended = null;
            var rows = new RunRows(database.Dialect);
            await connection.RunAsync(
                [
                    new(database.Dialect.Begin),
                    // Asks whether the run was still running.
                    .. end.Unused is { } unused ? [ServiceTables.GiveBack(unused, end.RunId)] : (Statement[])[],
                    Count(end.RunId, end.Counters, default, 0, end.Now),
                    // Who took the lease over has recorded this run as interrupted, and that stays.
                    new Statement("""
                        update sync_run set status = @status, message = @message, error_id = @error_id, ended_at = @now
                        where run_id = @run_id and status = 'Running'
                        """)
                        .With("status", end.Status.ToString()).With("message", end.Message).With("error_id", end.ErrorId)
                        .With("now", database.Dialect.Instant(end.Now)).With("run_id", end.RunId),
                    .. alerts.Changes(end.Alerts),
                    .. end.Service is { } service ? [services.Put(service)] : (Statement[])[],
                    .. end.Released is { } lease ? [LeaseTable.Release(lease)] : (Statement[])[],
                    new Statement($"{RunRows.Select} where run_id = @run_id").With("run_id", end.RunId)
                        .OnRow(reader => ended = rows.Read(reader)),
                    new("commit"),
                ],
                cancellationToken);
            return ended;
        },
        cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsAsync(bool activeOnly, int limit, CancellationToken cancellationToken) => SelectAsync(
        new Statement($"""
            {RunRows.Select}
            {(activeOnly ? $"""
                where status = 'Running' and run_id in (
                    select l.run_id from sync_lease l where {database.Dialect.SecondsSince("l.heartbeat_at")} <= l.expiry_seconds)
                """ : "")}
            order by started_at desc, run_id desc limit @limit
            """)
            .With("limit", Math.Max(0, limit)),
        cancellationToken);

    public Task<IReadOnlyList<SyncRun>> GetRunsSinceAsync(DateTime since, CancellationToken cancellationToken) => SelectAsync(
        new Statement($"{RunRows.Select} where started_at >= @since order by started_at desc, run_id desc")
            .With("since", database.Dialect.Instant(since)),
        cancellationToken);

    public async Task<RunTotals> GetTotalsAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("""
                select count(*), cast(coalesce(sum(rows_inserted + rows_updated), 0) as bigint), cast(coalesce(sum(retries), 0) as bigint)
                from sync_run
                """),
            reader => new RunTotals(reader.Count(0), reader.GetInt64(1), reader.GetInt64(2)),
            cancellationToken) is [var totals] ? totals : new RunTotals(0, 0, 0);

    /// <summary>
    /// Brings a run's record up to date. What was used comes as totals. Days, their rows and failed stocks are counted in their tables, so
    /// that a commit done twice counts them once; to the days that this run completed come those that were complete when it was planned.
    /// </summary>
    public Statement Count(string runId, RunCounters counters, RowCounts rows, int quarantined, DateTime now) => new Statement($"""
        {OfWorkers()}update sync_run set
            requests = {Larger("requests")}, retries = {Larger("retries")}, bytes_in = {Larger("bytes_in")},
            bytes_out = {Larger("bytes_out")}, source_errors = {Larger("source_errors")}, fetch_seconds = {Larger("fetch_seconds")},
            store_seconds = {Larger("store_seconds")}, wait_seconds = {Larger("wait_seconds")},
            latency_p50 = coalesce(@latency_p50, latency_p50), latency_p95 = coalesce(@latency_p95, latency_p95),
            batch_sizes = coalesce(@batch_sizes, batch_sizes),
            rows_inserted = rows_inserted + @inserted, rows_updated = rows_updated + @updated,
            rows_unchanged = rows_unchanged + @unchanged, rows_quarantined = rows_quarantined + @quarantined, last_seen_at = @now,
            {Tables}
        where run_id = @run_id
        """)
        .WithAll(counters).With("latency_p50", counters.LatencyP50)
        .With("latency_p95", counters.LatencyP95).With("batch_sizes", counters.BatchSizes).With("inserted", (long)rows.Inserted)
        .With("updated", (long)rows.Updated).With("unchanged", (long)rows.Unchanged).With("quarantined", (long)quarantined)
        .With("now", database.Dialect.Instant(now)).With("run_id", runId);

    /// <summary>The same for rows that a worker of the run wrote; what it used is accounted for in its own record first.</summary>
    public static Statement CountRows(string runId, RowCounts rows, int quarantined) => new Statement($"""
        update sync_run set rows_inserted = rows_inserted + @inserted, rows_updated = rows_updated + @updated,
            rows_unchanged = rows_unchanged + @unchanged, rows_quarantined = rows_quarantined + @quarantined,
            {Tables}
        where run_id = @run_id
        """)
        .With("inserted", (long)rows.Inserted).With("updated", (long)rows.Updated).With("unchanged", (long)rows.Unchanged)
        .With("quarantined", (long)quarantined).With("run_id", runId);

    // What the run's own machine has used, and what its workers have.
    string OfWorkers() => database.Dialect.IsShared
        ? """
            with w as (
                select cast(coalesce(sum(requests), 0) as integer) as requests, cast(coalesce(sum(retries), 0) as integer) as retries,
                    cast(coalesce(sum(bytes_in), 0) as bigint) as bytes_in, cast(coalesce(sum(bytes_out), 0) as bigint) as bytes_out,
                    cast(coalesce(sum(source_errors), 0) as integer) as source_errors,
                    coalesce(sum(fetch_seconds), 0) as fetch_seconds, coalesce(sum(store_seconds), 0) as store_seconds,
                    coalesce(sum(wait_seconds), 0) as wait_seconds
                from sync_worker where run_id = @run_id)

            """
        : "";

    string Larger(string total)
    {
        string all = database.Dialect.IsShared ? $"@{total} + (select w.{total} from w)" : $"@{total}";
        return $"case when {all} > {total} then {all} else {total} end";
    }

    static DateOnly? Day(DateTime? date) => date is { } value ? DateOnly.FromDateTime(value) : null;

    async Task<IReadOnlyList<SyncRun>> SelectAsync(Statement statement, CancellationToken cancellationToken) =>
        await database.QueryAsync(statement, new RunRows(database.Dialect).Read, cancellationToken);
}

/// <summary>A run's totals as the values of a statement.</summary>
static class CounterParameters
{
    public static Statement WithAll(this Statement statement, RunCounters counters) => statement
        .With("requests", counters.Requests).With("retries", counters.Retries).With("bytes_in", counters.BytesIn)
        .With("bytes_out", counters.BytesOut).With("source_errors", counters.SourceErrors)
        .With("fetch_seconds", counters.FetchTime.TotalSeconds).With("store_seconds", counters.StoreTime.TotalSeconds)
        .With("wait_seconds", counters.WaitTime.TotalSeconds);
}
