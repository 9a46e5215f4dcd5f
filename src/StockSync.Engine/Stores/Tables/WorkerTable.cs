using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>The machines that work at a run beside its own. Their counters are added to the run's as they grow.</summary>
sealed class WorkerTable(StoreDatabase database)
{
    const string IsHere = "state in ('Active', 'Dismissed')";

    /// <summary>A sign of life, and the proof that the worker may write: no row changed means it may not.</summary>
    public Statement Renewal(WorkerTicket pass) => new Statement($"""
        update sync_worker set heartbeat_at = {database.Dialect.Now}
        where worker_id = @worker_id and run_id = @run_id and state = 'Active'
        """)
        .With("worker_id", pass.WorkerId).With("run_id", pass.Lease.RunId);

    /// <summary>The same for a worker that need not write any more.</summary>
    public Statement Sign(WorkerTicket pass) => new Statement(
        $"update sync_worker set heartbeat_at = {database.Dialect.Now} where worker_id = @worker_id and {IsHere}")
        .With("worker_id", pass.WorkerId);

    /// <summary>Selects how many workers have not left a run.</summary>
    public static Statement Count(string runId) =>
        new Statement($"select count(*) from sync_worker where run_id = @run_id and {IsHere}").With("run_id", runId);

    /// <summary>Adds a worker and names it in the run's record.</summary>
    public IEnumerable<Statement> Add(WorkerEntry worker, string runId)
    {
        yield return new Statement($"""
            insert into sync_worker (worker_id, run_id, host, process_id, endpoint, state, joined_at, heartbeat_at)
            values (@worker_id, @run_id, @host, @process_id, @endpoint, 'Active', {database.Dialect.Now}, {database.Dialect.Now})
            on conflict (worker_id) do nothing
            """)
            .With("worker_id", worker.WorkerId).With("run_id", runId).With("host", worker.Host).With("process_id", worker.ProcessId)
            .With("endpoint", worker.Endpoint);
        yield return new Statement("""
            update sync_run set (workers, worker_hosts) = (
                select count(*), string_agg(w.host, ', ' order by w.joined_at) from sync_worker w where w.run_id = @run_id)
            where run_id = @run_id
            """)
            .With("run_id", runId);
    }

    /// <summary>Brings a worker's counters up to date, and by as much those of its run: done twice it counts once.</summary>
    public static IEnumerable<Statement> Account(WorkerTicket pass, RunCounters counters)
    {
        yield return new Statement("""
            update sync_run r set
                requests = r.requests + greatest(@requests - w.requests, 0), retries = r.retries + greatest(@retries - w.retries, 0),
                bytes_in = r.bytes_in + greatest(@bytes_in - w.bytes_in, 0), bytes_out = r.bytes_out + greatest(@bytes_out - w.bytes_out, 0),
                source_errors = r.source_errors + greatest(@source_errors - w.source_errors, 0),
                fetch_seconds = r.fetch_seconds + greatest(@fetch_seconds - w.fetch_seconds, 0),
                store_seconds = r.store_seconds + greatest(@store_seconds - w.store_seconds, 0),
                wait_seconds = r.wait_seconds + greatest(@wait_seconds - w.wait_seconds, 0)
            from sync_worker w where r.run_id = @run_id and w.worker_id = @worker_id
            """)
            .With("run_id", pass.Lease.RunId).WithAll(counters).With("worker_id", pass.WorkerId);
        yield return new Statement("""
            update sync_worker set requests = greatest(requests, @requests), retries = greatest(retries, @retries),
                bytes_in = greatest(bytes_in, @bytes_in), bytes_out = greatest(bytes_out, @bytes_out),
                source_errors = greatest(source_errors, @source_errors), fetch_seconds = greatest(fetch_seconds, @fetch_seconds),
                store_seconds = greatest(store_seconds, @store_seconds), wait_seconds = greatest(wait_seconds, @wait_seconds)
            where worker_id = @worker_id
            """)
            .WithAll(counters).With("worker_id", pass.WorkerId);
    }

    /// <summary>Ends a worker that leaves in order.</summary>
    public Statement End(WorkerTicket pass) => new Statement(
        $"update sync_worker set state = 'Ended', ended_at = {database.Dialect.Now} where worker_id = @worker_id and {IsHere}")
        .With("worker_id", pass.WorkerId);

    /// <summary>Marks as lost who gave no sign of life. One that is committing right now holds its row, and that is a sign.</summary>
    public Statement Lose(string runId, TimeSpan expiry) => new Statement($"""
        with lost as (
            select worker_id from sync_worker
            where run_id = @run_id and {IsHere} and {database.Dialect.SecondsSince("heartbeat_at")} > @expiry
            {database.Dialect.ForUpdateSkipLocked})
        update sync_worker w set state = 'Lost', ended_at = {database.Dialect.Now} from lost where w.worker_id = lost.worker_id
        """)
        .With("run_id", runId).With("expiry", expiry.TotalSeconds);

    /// <summary>Tells all workers of a run that nothing is left.</summary>
    public static Statement Dismiss(string runId) =>
        new Statement("update sync_worker set state = 'Dismissed' where run_id = @run_id and state = 'Active'").With("run_id", runId);

    /// <summary>Adds what a worker wrote into days that it does not settle.</summary>
    public Statement AddRows(WorkerTicket pass, int plan, IReadOnlyDictionary<DateOnly, RowCounts> perDay) => new Statement($"""
        insert into sync_worker_day (worker_id, run_id, plan_no, trade_date, inserted, updated, unchanged)
        select @worker_id, @run_id, @plan_no, r.trade_date, r.inserted, r.updated, r.unchanged
        from {database.Dialect.Rows("rows", "trade_date date, inserted integer, updated integer, unchanged integer")} where true
        on conflict (worker_id, plan_no, trade_date) do update set inserted = sync_worker_day.inserted + excluded.inserted,
            updated = sync_worker_day.updated + excluded.updated, unchanged = sync_worker_day.unchanged + excluded.unchanged
        """)
        .With("worker_id", pass.WorkerId).With("run_id", pass.Lease.RunId).With("plan_no", plan)
        .With("rows", JsonRows.Of(perDay, (json, day) =>
        {
            json.Day("trade_date", day.Key);
            json.WriteNumber("inserted", day.Value.Inserted);
            json.WriteNumber("updated", day.Value.Updated);
            json.WriteNumber("unchanged", day.Value.Unchanged);
        }));

    /// <summary>What is left of earlier runs goes when somebody joins a later one.</summary>
    public static IEnumerable<Statement> Forget(string runId)
    {
        foreach (string table in new[] { "sync_worker", "sync_worker_day", "sync_plan", "sync_unit" })
            yield return new Statement($"delete from {table} where run_id <> @run_id").With("run_id", runId);
    }
}
