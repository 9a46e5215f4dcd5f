using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Open failures, and rows set aside.</summary>
sealed class FailureTables(StoreDatabase database) : IFailureStore
{
    public async Task<IReadOnlyList<FailedStock>> GetFailuresAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("""
                select stock_code, from_date, to_date, reason, attempts, first_error, last_error, first_failed_at, last_failed_at, run_id
                from sync_failure order by stock_code, from_date, to_date
                """),
            reader => new FailedStock
            {
                Code = reader.GetString(0),
                Exchange = reader.GetString(0) == FailedStock.WholeMarket ? null : reader.Code(0).Exchange,
                From = reader.Midnight(1),
                To = reader.Midnight(2),
                Reason = reader.GetString(3),
                Attempts = reader.Count(4),
                FirstError = reader.TextOrNull(5),
                LastError = reader.TextOrNull(6),
                FirstFailedAt = database.Dialect.ReadInstant(reader, 7),
                LastFailedAt = database.Dialect.ReadInstant(reader, 8),
                RunId = reader.TextOrNull(9),
            },
            cancellationToken);

    /// <summary>Attempts add up; the first error and its time stay.</summary>
    public Statement Put(IReadOnlyList<FailedStock> failures, string? runId, DateTime now) => new Statement($"""
        insert into sync_failure
            (stock_code, from_date, to_date, reason, attempts, first_error, last_error, first_failed_at, last_failed_at, run_id)
        select r.stock_code, r.from_date, r.to_date, r.reason, r.attempts, r.first_error, r.last_error, r.first_failed_at,
            r.last_failed_at, r.run_id
        from {database.Dialect.Rows("rows", """
            stock_code text, from_date date, to_date date, reason text, attempts integer, first_error text, last_error text,
            first_failed_at timestamptz, last_failed_at timestamptz, run_id text
            """)} where true
        on conflict (stock_code, from_date, to_date) do update set reason = excluded.reason,
            attempts = sync_failure.attempts + excluded.attempts, last_error = excluded.last_error,
            last_failed_at = excluded.last_failed_at, run_id = excluded.run_id
        """)
        .With("rows", JsonRows.Of(failures, (json, failure) =>
        {
            json.Text("stock_code", failure.Code);
            json.Day("from_date", DateOnly.FromDateTime(failure.From));
            json.Day("to_date", DateOnly.FromDateTime(failure.To));
            json.Text("reason", failure.Reason);
            json.WriteNumber("attempts", Math.Max(1, failure.Attempts));
            json.Text("first_error", failure.FirstError ?? failure.LastError);
            json.Text("last_error", failure.LastError ?? failure.FirstError);
            json.Instant("first_failed_at", failure.FirstFailedAt == default ? now : failure.FirstFailedAt);
            json.Instant("last_failed_at", failure.LastFailedAt == default ? now : failure.LastFailedAt);
            json.Text("run_id", failure.RunId ?? runId);
        }));

    /// <summary>Closes the failures that lie wholly inside one of the ranges; code 0 means those of whole market days.</summary>
    public Statement Resolve(IReadOnlyList<StockCoverage> resolved) => new Statement($"""
        delete from sync_failure where exists (
            select 1 from {database.Dialect.Rows("rows", "stock_code text, from_date date, to_date date")}
            where r.stock_code = sync_failure.stock_code and r.from_date <= sync_failure.from_date and r.to_date >= sync_failure.to_date)
        """)
        .With("rows", JsonRows.Of(resolved, (json, range) =>
        {
            json.Text("stock_code", range.Code == default ? FailedStock.WholeMarket : range.Code.ToString());
            json.Day("from_date", range.From);
            json.Day("to_date", range.To);
        }));

    public Statement PutQuarantined(IEnumerable<RejectedRow> rows, string? runId, DateTime now) => new Statement($"""
        insert into sync_quarantine (stock_code, trade_date, rule, row_text, first_seen_at, last_seen_at, run_id)
        select r.stock_code, r.trade_date, r.rule, r.row_text, @now, @now, @run_id
        from {database.Dialect.Rows("rows", "stock_code text, trade_date date, rule text, row_text text")} where true
        on conflict (stock_code, trade_date) do update set rule = excluded.rule, row_text = excluded.row_text,
            last_seen_at = excluded.last_seen_at, run_id = excluded.run_id
        """)
        .With("now", database.Dialect.Instant(now))
        .With("run_id", runId)
        .With("rows", JsonRows.Of(rows, (json, row) =>
        {
            json.Code(row.Code);
            json.Day("trade_date", row.Date);
            json.Text("rule", row.Rule);
            json.Text("row_text", row.Text);
        }));

    /// <summary>Which keys of a range are set aside. Usually none, so the good rows of a commit need not be sent to be compared.</summary>
    public static Statement FindQuarantined(DateOnly from, DateOnly to, Action<(DateOnly Date, StockCode Code)> found) =>
        new Statement("select trade_date, stock_code from sync_quarantine where trade_date between @from and @to")
            .With("from", from).With("to", to)
            .OnRow(reader => found((reader.Day(0), reader.Code(1))));

    public async Task<int> CountQuarantinedAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(new Statement("select count(*) from sync_quarantine"), reader => reader.Count(0), cancellationToken) is [var count] ? count : 0;

    public Statement Release(IReadOnlyList<(DateOnly Date, StockCode Code)> keys) => new Statement($"""
        delete from sync_quarantine where exists (
            select 1 from {database.Dialect.Rows("rows", "stock_code text, trade_date date")}
            where r.stock_code = sync_quarantine.stock_code and r.trade_date = sync_quarantine.trade_date)
        """)
        .With("rows", JsonRows.Of(keys, (json, key) =>
        {
            json.Code(key.Code);
            json.Day("trade_date", key.Date);
        }));
}
