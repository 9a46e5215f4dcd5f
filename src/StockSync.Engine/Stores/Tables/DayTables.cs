using System.Data.Common;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Checkpoints per day, the stocks of a day without a row, and per-stock coverage.</summary>
sealed class DayTables(StoreDatabase database)
{
    const string Columns = """
        trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts, run_id,
        settled_at, reason
        """;

    public async Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"select {Columns} from sync_day where trade_date between @from and @to order by trade_date")
                .With("from", from ?? DateOnly.MinValue).With("to", to ?? DateOnly.MaxValue),
            Read,
            day => day.Date,
            cancellationToken).ConfigureAwait(false);

    public async Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken)
    {
        if (dates.Count == 0)
            return 0;
        var deletions = new List<Statement>();
        var statements = new List<Statement>();
        foreach (var chunk in dates.Distinct().Chunk(ValueList.Chunk))
        {
            var deletion = ValueList.Of("delete from sync_day where trade_date", chunk, "");
            deletions.Add(deletion);
            statements.Add(deletion);
            statements.Add(ValueList.Of("delete from sync_day_exception where trade_date", chunk, ""));
        }
        // Notes of answered stocks too: who forgets a day wants it asked for again.
        statements.Add(new Statement("delete from sync_stock where from_date <= @last and to_date >= @first")
            .With("first", dates.Min()).With("last", dates.Max()));
        await database.RunAsync(statements, cancellationToken).ConfigureAwait(false);
        return deletions.Sum(deletion => deletion.Affected);
    }

    public async Task<IReadOnlyList<DayException>> GetExceptionsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("""
                select trade_date, stock_code, state, reason from sync_day_exception
                where trade_date between @from and @to order by trade_date, stock_code
                """)
                .With("from", from).With("to", to),
            reader => new DayException(reader.Day(0), reader.Code(1), reader.Word<StockState>(2), reader.GetString(3)),
            exception => (exception.Date, exception.Code),
            cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select stock_code, from_date, to_date from sync_stock order by stock_code, from_date, to_date"),
            reader => new StockCoverage(reader.Code(0), reader.Day(1), reader.Day(2)),
            cancellationToken).ConfigureAwait(false);

    public Statement Put(IReadOnlyList<SyncDay> days) => new Statement($"""
        insert into sync_day ({Columns})
        select {Columns} from {database.Dialect.Rows("rows", """
            trade_date date, status text, expected integer, stored integer, suspended integer, late integer, failed integer,
            quarantined integer, inserted integer, updated integer, unchanged integer, attempts integer, run_id text,
            settled_at timestamptz, reason text
            """)} where true
        on conflict (trade_date) do update set status = excluded.status, expected = excluded.expected, stored = excluded.stored,
            suspended = excluded.suspended, late = excluded.late, failed = excluded.failed, quarantined = excluded.quarantined,
            inserted = excluded.inserted, updated = excluded.updated, unchanged = excluded.unchanged, attempts = excluded.attempts,
            run_id = excluded.run_id, settled_at = excluded.settled_at, reason = excluded.reason
        """)
        .With("rows", JsonRows.Of(days, (json, day) =>
        {
            json.Day("trade_date", DateOnly.FromDateTime(day.Date));
            json.Text("status", day.Status.ToString());
            json.WriteNumber("expected", day.Expected);
            json.WriteNumber("stored", day.Stored);
            json.WriteNumber("suspended", day.Suspended);
            json.WriteNumber("late", day.Late);
            json.WriteNumber("failed", day.Failed);
            json.WriteNumber("quarantined", day.Quarantined);
            json.WriteNumber("inserted", day.Inserted);
            json.WriteNumber("updated", day.Updated);
            json.WriteNumber("unchanged", day.Unchanged);
            json.WriteNumber("attempts", day.Attempts);
            json.Text("run_id", day.RunId);
            json.Instant("settled_at", day.SettledAt!.Value);
            json.Text("reason", day.Reason);
        }));

    public Statement PutExceptions(IEnumerable<DayException> exceptions) => new Statement($"""
        insert into sync_day_exception (trade_date, stock_code, state, reason)
        select r.trade_date, r.stock_code, r.state, r.reason
        from {database.Dialect.Rows("rows", "trade_date date, stock_code text, state text, reason text")} where true
        on conflict (trade_date, stock_code) do update set state = excluded.state, reason = excluded.reason
        """)
        .With("rows", JsonRows.Of(exceptions, (json, exception) =>
        {
            json.Day("trade_date", exception.Date);
            json.Code(exception.Code);
            json.Text("state", exception.State.ToString());
            json.Text("reason", exception.Reason);
        }));

    public Statement PutCoverage(IReadOnlyList<StockCoverage> covered) => new Statement($"""
        insert into sync_stock (stock_code, from_date, to_date)
        select r.stock_code, r.from_date, r.to_date
        from {database.Dialect.Rows("rows", "stock_code text, from_date date, to_date date")} where true
        on conflict (stock_code, from_date, to_date) do nothing
        """)
        .With("rows", JsonRows.Of(covered, (json, range) =>
        {
            json.Code(range.Code);
            json.Day("from_date", range.From);
            json.Day("to_date", range.To);
        }));

    SyncDay Read(DbDataReader reader) => new()
    {
        Date = reader.Midnight(0),
        Status = reader.Word<SyncDayStatus>(1),
        Expected = reader.Count(2),
        Stored = reader.Count(3),
        Suspended = reader.Count(4),
        Late = reader.Count(5),
        Failed = reader.Count(6),
        Quarantined = reader.Count(7),
        Inserted = reader.Count(8),
        Updated = reader.Count(9),
        Unchanged = reader.Count(10),
        Attempts = reader.Count(11),
        RunId = reader.TextOrNull(12),
        SettledAt = database.Dialect.ReadInstantOrNull(reader, 13),
        Reason = reader.TextOrNull(14),
    };
}
