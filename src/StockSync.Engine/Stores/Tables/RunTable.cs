using System.Data.Common;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The history of runs.</summary>
sealed class RunTable(StoreDatabase database)
{
    const string Columns = """
        run_id, kind, status, started_at, ended_at, last_seen_at, from_date, to_date, shape, days, days_settled, days_completed,
        failed_stocks, rows_inserted, rows_updated, rows_unchanged, rows_quarantined, requests, estimated_requests, estimated_seconds,
        retries, bytes_in, bytes_out, batch_sizes, host, process_id, module_version, message
        """;

    /// <summary>The second call of a run brings its plan; what was counted since the first one stays.</summary>
    public Task AddAsync(SyncRun run, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement($"""
                insert into sync_run ({Columns}, days_complete_before) values (
                    @run_id, @kind, @status, @started_at, @ended_at, @last_seen_at, @from_date, @to_date, @shape, @days, @days_settled,
                    @days_completed, @failed_stocks, @inserted, @updated, @unchanged, @quarantined, @requests, @estimated_requests,
                    @estimated_seconds, @retries, @bytes_in, @bytes_out, @batch_sizes, @host, @process_id, @module_version, @message,
                    @days_completed)
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
                .With("module_version", run.Version).With("message", run.Message),
        ],
        cancellationToken);

    public Task EndAsync(RunEnd end, CancellationToken cancellationToken) =>
        database.RunAsync(
            [
                Count(end.RunId, end.Counters, default, 0, end.Now),
                // Who took the lease over has recorded this run as interrupted, and that stays.
                new Statement("""
                    update sync_run set status = @status, message = @message, ended_at = @now where run_id = @run_id and status = 'Running'
                    """)
                    .With("status", end.Status.ToString()).With("message", end.Message).With("now", database.Dialect.Instant(end.Now))
                    .With("run_id", end.RunId),
            ],
            cancellationToken);

    public async Task<IReadOnlyList<SyncRun>> GetAsync(bool activeOnly, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {Columns} from sync_run
                {(activeOnly ? $"""
                    where status = 'Running' and run_id in (
                        select l.run_id from sync_lease l where {database.Dialect.SecondsSince("l.heartbeat_at")} <= l.expiry_seconds)
                    """ : "")}
                order by started_at desc, run_id desc limit @limit
                """)
                .With("limit", Math.Max(0, limit)),
            Read,
            cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Brings a run's record up to date. What was used comes as totals. Days and failed stocks are counted in their tables, so that a commit done twice counts them once; to the
    /// days that this run completed come those that were complete when it was planned.
    /// </summary>
    public Statement Count(string runId, RunCounters counters, RowCounts rows, int quarantined, DateTime now) => new Statement("""
        update sync_run set
            requests = case when @requests > requests then @requests else requests end,
            retries = case when @retries > retries then @retries else retries end,
            bytes_in = case when @bytes_in > bytes_in then @bytes_in else bytes_in end,
            bytes_out = case when @bytes_out > bytes_out then @bytes_out else bytes_out end,
            batch_sizes = coalesce(@batch_sizes, batch_sizes),
            rows_inserted = rows_inserted + @inserted, rows_updated = rows_updated + @updated,
            rows_unchanged = rows_unchanged + @unchanged, rows_quarantined = rows_quarantined + @quarantined, last_seen_at = @now,
            days_settled = (select count(*) from sync_day d where d.run_id = @run_id),
            days_completed = days_complete_before + (select count(*) from sync_day d where d.run_id = @run_id and d.status = 'Completed'),
            failed_stocks = (select count(distinct f.stock_code) from sync_failure f where f.run_id = @run_id and f.stock_code <> '*')
        where run_id = @run_id
        """)
        .With("requests", counters.Requests).With("retries", counters.Retries).With("bytes_in", counters.BytesIn)
        .With("bytes_out", counters.BytesOut).With("batch_sizes", counters.BatchSizes).With("inserted", (long)rows.Inserted)
        .With("updated", (long)rows.Updated).With("unchanged", (long)rows.Unchanged).With("quarantined", (long)quarantined)
        .With("now", database.Dialect.Instant(now)).With("run_id", runId);

    static DateOnly? Day(DateTime? date) => date is { } value ? DateOnly.FromDateTime(value) : null;

    SyncRun Read(DbDataReader reader) => new()
    {
        RunId = reader.GetString(0),
        Kind = reader.Word<SyncKind>(1),
        Status = reader.Word<SyncRunStatus>(2),
        StartedAt = database.Dialect.ReadInstant(reader, 3),
        EndedAt = database.Dialect.ReadInstantOrNull(reader, 4),
        LastSeenAt = database.Dialect.ReadInstantOrNull(reader, 5),
        From = reader.IsDBNull(6) ? null : reader.Midnight(6),
        To = reader.IsDBNull(7) ? null : reader.Midnight(7),
        Shape = reader.Word<RequestShape>(8),
        Days = reader.Count(9),
        DaysSettled = reader.Count(10),
        DaysCompleted = reader.Count(11),
        FailedStocks = reader.Count(12),
        Inserted = reader.GetInt64(13),
        Updated = reader.GetInt64(14),
        Unchanged = reader.GetInt64(15),
        Quarantined = reader.GetInt64(16),
        Requests = reader.Count(17),
        EstimatedRequests = reader.Count(18),
        EstimatedSeconds = reader.GetDouble(19),
        Retries = reader.Count(20),
        BytesIn = reader.GetInt64(21),
        BytesOut = reader.GetInt64(22),
        BatchSizes = reader.TextOrNull(23),
        Host = reader.TextOrNull(24),
        ProcessId = reader.Count(25),
        Version = reader.TextOrNull(26),
        Message = reader.TextOrNull(27),
    };
}
