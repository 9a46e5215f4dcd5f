using System.Data.Common;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Scheduled attempts, and how large the database was, one number a day.</summary>
sealed class HistoryTables(StoreDatabase database, AlertTables alerts) : IHistoryStore
{
    const string Columns = """
        try_id, slot, slot_number, trade_date, due_at, started_at, ended_at, outcome, exit_code, missed, run_id, expected, succeeded,
        failed, error_id, message, next_at, host
        """;

    public Task SaveAttemptAsync(ScheduledAttempt made, AlertChanges changes, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement($"""
                insert into sync_try ({Columns}) values (
                    @try_id, @slot, @slot_number, @trade_date, @due_at, @started_at, @ended_at, @outcome, @exit_code, @missed, @run_id,
                    @expected, @succeeded, @failed, @error_id, @message, @next_at, @host)
                on conflict (try_id) do update set slot = excluded.slot, slot_number = excluded.slot_number,
                    trade_date = excluded.trade_date, due_at = excluded.due_at, started_at = excluded.started_at,
                    ended_at = excluded.ended_at, outcome = excluded.outcome, exit_code = excluded.exit_code, missed = excluded.missed,
                    run_id = excluded.run_id, expected = excluded.expected, succeeded = excluded.succeeded, failed = excluded.failed,
                    error_id = excluded.error_id, message = excluded.message, next_at = excluded.next_at, host = excluded.host
                """)
                .With("try_id", made.AttemptId).With("slot", made.Slot).With("slot_number", made.Number)
                .With("trade_date", made.Date is { } date ? DateOnly.FromDateTime(date) : null)
                .With("due_at", database.Dialect.Instant(made.DueAt)).With("started_at", database.Dialect.Instant(made.StartedAt))
                .With("ended_at", database.Dialect.Instant(made.EndedAt)).With("outcome", made.Outcome.ToString())
                .With("exit_code", made.ExitCode).With("missed", made.Missed).With("run_id", made.RunId).With("expected", made.Expected)
                .With("succeeded", made.Succeeded).With("failed", made.Failed).With("error_id", made.ErrorId)
                .With("message", made.Message).With("next_at", database.Dialect.Instant(made.NextAt)).With("host", made.Host),
            .. alerts.Changes(changes),
        ],
        cancellationToken);

    public async Task<IReadOnlyList<ScheduledAttempt>> GetAttemptsAsync(DateTime since, int limit, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement($"""
                select {Columns} from sync_try where started_at >= @since order by started_at desc, try_id desc limit @limit
                """)
                .With("since", database.Dialect.Instant(since)).With("limit", Math.Max(0, limit)),
            Read,
            made => made.AttemptId,
            cancellationToken);

    public Task PutSizeAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement($"""
                insert into sync_size (beijing_day, bytes) values (@day, coalesce(cast(@bytes as bigint), {database.Dialect.DatabaseSize}))
                on conflict (beijing_day) do update set bytes = excluded.bytes
                """)
                .With("day", beijingDay).With("bytes", bytes),
        ],
        cancellationToken);

    public async Task<IReadOnlyList<DaySize>> GetSizesAsync(DateOnly from, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select beijing_day, bytes from sync_size where beijing_day >= @from order by beijing_day").With("from", from),
            reader => new DaySize(reader.Day(0), reader.GetInt64(1)),
            size => size.Day,
            cancellationToken);

    ScheduledAttempt Read(DbDataReader reader) => new()
    {
        AttemptId = reader.GetString(0),
        Slot = reader.TextOrNull(1),
        Number = reader.Count(2),
        Date = reader.IsDBNull(3) ? null : reader.Midnight(3),
        DueAt = database.Dialect.ReadInstantOrNull(reader, 4),
        StartedAt = database.Dialect.ReadInstant(reader, 5),
        EndedAt = database.Dialect.ReadInstantOrNull(reader, 6),
        Outcome = reader.Word<AttemptOutcome>(7),
        ExitCode = reader.Count(8),
        Missed = reader.Count(9),
        RunId = reader.TextOrNull(10),
        Expected = reader.Count(11),
        Succeeded = reader.Count(12),
        Failed = reader.Count(13),
        ErrorId = reader.TextOrNull(14),
        Message = reader.TextOrNull(15),
        NextAt = database.Dialect.ReadInstantOrNull(reader, 16),
        Host = reader.TextOrNull(17),
    };
}
