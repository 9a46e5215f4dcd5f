using System.Data.Common;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Checkpoints per day, and per-stock coverage.</summary>
sealed class DayTables(StoreDatabase database, AbsenceTable tables) : IDayStore
{
    const string Columns = """
        trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts, run_id,
        settled_at, reason, waiting, answers, answered_on, list_size, note
        """;

    // Of a database that was not upgraded yet.
    const string Older = """
        trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged, attempts, run_id,
        settled_at, reason, 0, 0, null, null, null
        """;

    public async Task<IReadOnlyList<SyncDay>> GetDaysAsync(DateOnly? from, DateOnly? to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"select {(database.HasEvidence ? Columns : Older)} from sync_day where trade_date between @from and @to order by trade_date")
                .With("from", from ?? DateOnly.MinValue).With("to", to ?? DateOnly.MaxValue),
            Read,
            day => day.Date,
            cancellationToken);

    /// <summary>The records of some days within a transaction.</summary>
    public Statement Find(IReadOnlyCollection<DateOnly> dates, Action<SyncDay> found) =>
        ValueList.Of($"select {Columns} from sync_day where trade_date", dates, "").OnRow(reader => found(Read(reader)));

    public async Task<int> DeleteDaysAsync(IReadOnlyCollection<DateOnly> dates, CancellationToken cancellationToken)
    {
        if (dates.Count == 0)
            return 0;
        var days = dates.Distinct().Order().Select(date => new SettledDay(date, null, null)).ToArray();
        return await database.WriteAsync(
            async connection =>
            {
                var absences = new List<Absence>();
                await connection.RunAsync(
                    [new(database.Dialect.Begin), .. tables.Lock(), AbsenceTable.Find(days[0].Date, days[^1].Date, absences)], cancellationToken);
                // What is forgotten of a day is forgotten of its absences too; of other days of the same intervals it stays.
                var rest = absences.GroupBy(absence => absence.Code)
                    .SelectMany(stock => AbsenceIntervals.Replace(stock, days, new Dictionary<DateOnly, DayException>())).ToList();
                Statement[] deletions =
                    [.. dates.Distinct().Chunk(ValueList.Chunk).Select(chunk => ValueList.Of("delete from sync_day where trade_date", chunk, ""))];
                var others = new List<Statement>
                {
                    // Notes of answered stocks too: who forgets a day wants it asked for again.
                    new Statement("delete from sync_stock where from_date <= @last and to_date >= @first")
                        .With("first", dates.Min()).With("last", dates.Max()),
                };
                if (absences.Count > 0)
                    others.Add(tables.Delete(absences));
                if (rest.Count > 0)
                    others.Add(tables.Put(rest));
                await connection.RunAsync([.. deletions, .. others, new("commit")], cancellationToken);
                return deletions.Sum(deletion => deletion.Affected);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<StockCoverage>> GetCoverageAsync(DateOnly today, CancellationToken cancellationToken) =>
        !database.HasAnswerDays ? [] : await database.QueryAsync(
            new Statement("select stock_code, from_date, to_date from sync_stock where answered_on = @today order by stock_code, from_date, to_date")
                .With("today", today),
            reader => new StockCoverage(reader.Code(0), reader.Day(1), reader.Day(2)),
            cancellationToken);

    public Statement Put(IReadOnlyList<SyncDay> days) => new Statement($"""
        insert into sync_day ({Columns})
        select {Columns} from {database.Dialect.Rows("rows", """
            trade_date date, status text, expected integer, stored integer, suspended integer, late integer, failed integer,
            quarantined integer, inserted integer, updated integer, unchanged integer, attempts integer, run_id text,
            settled_at timestamptz, reason text, waiting integer, answers integer, answered_on date, list_size integer, note text
            """)} where true
        on conflict (trade_date) do update set status = excluded.status, expected = excluded.expected, stored = excluded.stored,
            suspended = excluded.suspended, late = excluded.late, failed = excluded.failed, quarantined = excluded.quarantined,
            inserted = excluded.inserted, updated = excluded.updated, unchanged = excluded.unchanged, attempts = excluded.attempts,
            run_id = excluded.run_id, settled_at = excluded.settled_at, reason = excluded.reason, waiting = excluded.waiting,
            answers = excluded.answers, answered_on = excluded.answered_on, list_size = excluded.list_size, note = excluded.note
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
            json.WriteNumber("waiting", day.Waiting);
            json.WriteNumber("answers", day.Answers);
            json.Day("answered_on", day.AnsweredOn);
            if (day.ListSize is { } size)
                json.WriteNumber("list_size", size);
            else
                json.WriteNull("list_size");
            json.Text("note", day.Note);
        }));

    /// <summary>Notes answers of a day. Those of another day are over.</summary>
    public IEnumerable<Statement> PutCoverage(IReadOnlyList<StockCoverage> covered, DateOnly today) =>
    [
        new Statement("delete from sync_stock where answered_on is null or answered_on <> @today").With("today", today),
        new Statement($"""
            insert into sync_stock (stock_code, from_date, to_date, answered_on)
            select r.stock_code, r.from_date, r.to_date, @today
            from {database.Dialect.Rows("rows", "stock_code text, from_date date, to_date date")} where true
            on conflict (stock_code, from_date, to_date) do nothing
            """)
            .With("today", today)
            .With("rows", JsonRows.Of(covered, (json, range) =>
            {
                json.Code(range.Code);
                json.Day("from_date", range.From);
                json.Day("to_date", range.To);
            })),
    ];

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
        Waiting = reader.Count(15),
        Answers = reader.Count(16),
        AnsweredOn = reader.DayOrNull(17),
        ListSize = reader.IsDBNull(18) ? null : reader.Count(18),
        Note = reader.TextOrNull(19),
    };
}
