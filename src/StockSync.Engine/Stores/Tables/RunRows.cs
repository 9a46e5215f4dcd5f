using System.Data.Common;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>
/// The rows of one answer about runs. A database is read before it is upgraded too (by whoever only looks, and by a run that then turns out
/// to have nothing to do), so what later versions added is taken where it is there.
/// </summary>
sealed class RunRows(SqlDialect dialect)
{
    /// <summary>The columns of the first version.</summary>
    public const string Columns = """
        run_id, kind, status, started_at, ended_at, last_seen_at, from_date, to_date, shape, days, days_settled, days_completed,
        failed_stocks, rows_inserted, rows_updated, rows_unchanged, rows_quarantined, requests, estimated_requests, estimated_seconds,
        retries, bytes_in, bytes_out, batch_sizes, host, process_id, module_version, message
        """;

    /// <summary>Those of the second.</summary>
    public const string LaterColumns = """
        slot, error_id, expected_rows, stored_rows, suspended_rows, late_rows, failed_rows, source_errors, latency_p50, latency_p95,
        fetch_seconds, store_seconds, wait_seconds
        """;

    /// <summary>Selects what is read here.</summary>
    public const string Select = $"select {Columns}, sync_run.* from sync_run";

    readonly Dictionary<string, int> _positions = [];

    public SyncRun Read(DbDataReader reader)
    {
        if (_positions.Count == 0)
        {
            for (int i = 0; i < reader.FieldCount; i++)
                _positions[reader.GetName(i)] = i;
        }
        return new SyncRun
        {
            RunId = reader.GetString(0),
            Kind = reader.Word<SyncKind>(1),
            Status = reader.Word<SyncRunStatus>(2),
            StartedAt = dialect.ReadInstant(reader, 3),
            EndedAt = dialect.ReadInstantOrNull(reader, 4),
            LastSeenAt = dialect.ReadInstantOrNull(reader, 5),
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
            Slot = Find(reader, "slot") is { } slot ? reader.GetString(slot) : null,
            ErrorId = Find(reader, "error_id") is { } id ? reader.GetString(id) : null,
            Expected = Rows(reader, "expected_rows"),
            Stored = Rows(reader, "stored_rows"),
            Suspended = Rows(reader, "suspended_rows"),
            Late = Rows(reader, "late_rows"),
            Failed = Rows(reader, "failed_rows"),
            SourceErrors = Find(reader, "source_errors") is { } errors ? reader.Count(errors) : 0,
            LatencyP50 = Seconds(reader, "latency_p50"),
            LatencyP95 = Seconds(reader, "latency_p95"),
            FetchTime = Time(reader, "fetch_seconds"),
            StoreTime = Time(reader, "store_seconds"),
            WaitTime = Time(reader, "wait_seconds"),
            Workers = Find(reader, "workers") is { } workers ? reader.Count(workers) : 0,
            WorkerHosts = Find(reader, "worker_hosts") is { } hosts ? reader.GetString(hosts) : null,
        };
    }

    // Null also for a column that is not there yet.
    int? Find(DbDataReader reader, string column) =>
        _positions.TryGetValue(column, out int position) && !reader.IsDBNull(position) ? position : null;

    long Rows(DbDataReader reader, string column) => Find(reader, column) is { } position ? reader.GetInt64(position) : 0;

    double? Seconds(DbDataReader reader, string column) => Find(reader, column) is { } position ? reader.GetDouble(position) : null;

    TimeSpan Time(DbDataReader reader, string column) => TimeSpan.FromSeconds(Seconds(reader, column) ?? 0);
}
