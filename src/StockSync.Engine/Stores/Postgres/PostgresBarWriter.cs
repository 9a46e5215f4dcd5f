using Npgsql;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Commit;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>The three ways rows reach the table; which is cheapest depends on what the table holds and how many days there are.</summary>
static class PostgresBarWriter
{
    public static async Task WriteAsync(
        PostgresStoreConnection connection,
        CommitBatch script,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken)
    {
        if (commit.Bars is not { Count: > 0 } bars)
        {
            await connection.RunAsync([.. script.Opening, .. script.Counting], cancellationToken);
            script.CheckRight();
            return;
        }

        var received = CountByDay(bars);
        if (commit.ExpectNew && !(commit.IsSingle && received.Count == 1))
        {
            await connection.RunAsync(script.Opening, cancellationToken);
            script.CheckRight();
            await BarCopy.SendAsync(connection.Connection, BarSql.CopyIntoTable, bars, cancellationToken);
            foreach (var (day, count) in received)
                perDay[day] = new RowCounts(count, 0, 0);
            await connection.RunAsync(script.Counting, cancellationToken);
            return;
        }

        Statement upsert;
        if (received.Count == 1)
        {
            upsert = commit.ExpectNew ? DayColumns.Insert(bars) : DayColumns.Upsert(bars);
            if (commit.ExpectNew)
                perDay[bars[0].Date] = new RowCounts(bars.Count, 0, 0);
            else
                Collect(upsert, received, perDay);
            await connection.RunAsync([.. script.Opening, upsert, .. script.Counting], cancellationToken);
            script.CheckRight();
            return;
        }

        await connection.RunAsync([.. script.Opening, new(BarSql.CreateStage)], cancellationToken);
        script.CheckRight();
        await BarCopy.SendAsync(connection.Connection, BarSql.CopyIntoStage, bars, cancellationToken);
        upsert = new Statement(BarSql.UpsertStage).With("lo", bars[0].Date).With("hi", bars[bars.Count - 1].Date);
        Collect(upsert, received, perDay);
        await connection.RunAsync([upsert, .. script.Counting], cancellationToken);
    }

    /// <summary>
    /// The whole commit of one new day in one round trip, or null where the database is not as it is taken to be: then nothing was written.
    /// </summary>
    public static async Task<CommitResult?> WriteAtOnceAsync(
        PostgresStoreConnection connection, CommitBatch script, BarBatch bars, CancellationToken cancellationToken)
    {
        int suspended = 0;
        foreach (ref var row in bars.Rows)
            suspended += row.TradeStatus ? 0 : 1;
        try
        {
            return await script.RunWholeAsync(
                connection, DayColumns.Insert(bars), new DayRows(bars.Count, suspended), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState
            is PostgresErrorCodes.DivisionByZero or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation)
        {
            // A guard; a row that was there after all; a month without partition.
            return null;
        }
    }

    static Dictionary<DateOnly, int> CountByDay(BarBatch bars)
    {
        var counts = new Dictionary<DateOnly, int>();
        foreach (ref var row in bars.Rows)
            counts[row.Date] = counts.GetValueOrDefault(row.Date) + 1;
        return counts;
    }

    // The statement tells the days it changed; what it does not tell was there already, equal.
    static void Collect(Statement upsert, Dictionary<DateOnly, int> received, Dictionary<DateOnly, RowCounts> perDay)
    {
        foreach (var (day, count) in received)
            perDay[day] = new RowCounts(0, 0, count);
        upsert.OnRow(reader =>
        {
            var day = reader.Day(0);
            int inserted = reader.Count(1), updated = reader.Count(2);
            perDay[day] = new RowCounts(inserted, updated, received[day] - inserted - updated);
        });
    }
}
