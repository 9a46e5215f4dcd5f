using Npgsql;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>
/// The bar table on a server, in partitions. Rows reach it in three ways; which is cheapest depends on what the table holds and how
/// many days there are.
/// </summary>
sealed class PostgresBarTable(StoreDatabase database, StoreTables tables, PostgresPartitions partitions) : BarTable(database, tables)
{
    public override Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        partitions.PrepareAsync(Database, from, to, cancellationToken);

    public override Task AnalyzeAsync(CancellationToken cancellationToken) => partitions.AnalyzeAsync(Database, cancellationToken);

    public override async Task<IReadOnlyList<int>> GetYearsInPartsAsync(CancellationToken cancellationToken)
    {
        var years = partitions.YearsInMonths;
        return years.Count > 0 && await new PostgresYearMerge(Database, partitions).IsAllowedAsync(cancellationToken) ? years : [];
    }

    public override Task MergeYearAsync(int year, Lease lease, CancellationToken cancellationToken) =>
        new PostgresYearMerge(Database, partitions).RunAsync(year, lease, cancellationToken);

    public override async Task<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        var result = await CommitAtOnceAsync(commit, cancellationToken)
            ?? await CommitAsync(commit, mayPrepare: true, cancellationToken);
        if (result.Rows.Inserted + result.Rows.Updated > 0 && commit.Bars is { Count: > 0 } bars)
            partitions.Changed(bars[0].Date, bars[bars.Count - 1].Date);
        return result;
    }

    protected override async Task WriteAsync(
        StoreConnection connection,
        CommitBatch batch,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken)
    {
        if (commit.Bars is not { Count: > 0 } bars)
        {
            await connection.RunAsync([.. batch.Opening, .. batch.Counting], cancellationToken);
            batch.CheckRight();
            return;
        }

        var received = CountByDay(bars);
        if (commit.ExpectNew && !(commit.IsSingle && received.Count == 1))
        {
            await connection.RunAsync(batch.Opening, cancellationToken);
            batch.CheckRight();
            await BarCopy.SendAsync(Connection(connection), BarSql.CopyIntoTable, bars, cancellationToken);
            foreach (var (day, count) in received)
                perDay[day] = new RowCounts(count, 0, 0);
            await connection.RunAsync(batch.Counting, cancellationToken);
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
            await connection.RunAsync([.. batch.Opening, upsert, .. batch.Counting], cancellationToken);
            batch.CheckRight();
            return;
        }

        await connection.RunAsync([.. batch.Opening, new(BarSql.CreateStage)], cancellationToken);
        batch.CheckRight();
        await BarCopy.SendAsync(Connection(connection), BarSql.CopyIntoStage, bars, cancellationToken);
        upsert = new Statement(BarSql.UpsertStage).With("lo", bars[0].Date).With("hi", bars[bars.Count - 1].Date);
        Collect(upsert, received, perDay);
        await connection.RunAsync([upsert, .. batch.Counting], cancellationToken);
    }

    // The one day of a daily sync, where nothing stands in its way.
    async Task<CommitResult?> CommitAtOnceAsync(StoreCommit commit, CancellationToken cancellationToken)
    {
        if (!commit.IsSingle || !commit.IsFirstAttempt || !commit.ExpectNew || commit.Bars is not { Count: > 0 } bars || bars[0].Date != bars[bars.Count - 1].Date
            || !CommitBatch.MayBeWhole(commit))
            return null;
        var result = await Database.WriteAsync(
            connection => WriteAtOnceAsync(connection, Batch(commit), bars, cancellationToken),
            cancellationToken);
        // Something is not as it was believed to be: then in the way that believes nothing.
        return result ?? await CommitAsync(commit with { ExpectNew = false }, mayPrepare: true, cancellationToken);
    }

    // Both causes rolled the transaction back whole, so it is simply done again the other way.
    async Task<CommitResult> CommitAsync(StoreCommit commit, bool mayPrepare, CancellationToken cancellationToken)
    {
        try
        {
            return await base.CommitAsync(commit, cancellationToken);
        }
        catch (StockSyncException e) when (commit.ExpectNew && StateOf(e) == PostgresErrorCodes.UniqueViolation)
        {
        }
        catch (StockSyncException e) when (mayPrepare && commit.Bars is { Count: > 0 } && StateOf(e) == PostgresErrorCodes.CheckViolation)
        {
            // A day without partition, or one that was dropped after we had seen it.
            partitions.Forget();
            var bars = commit.Bars;
            await partitions.PrepareAsync(Database, bars[0].Date, bars[bars.Count - 1].Date, cancellationToken);
            return await CommitAsync(commit, mayPrepare: false, cancellationToken);
        }
        return await CommitAsync(commit with { ExpectNew = false }, mayPrepare, cancellationToken);
    }

    // The whole commit of one new day in one round trip, or null where the database is not as it is taken to be: then nothing was written.
    static async Task<CommitResult?> WriteAtOnceAsync(
        StoreConnection connection, CommitBatch batch, BarBatch bars, CancellationToken cancellationToken)
    {
        int suspended = 0;
        foreach (ref var row in bars.Rows)
            suspended += row.TradeStatus ? 0 : 1;
        try
        {
            return await batch.RunWholeAsync(
                connection, DayColumns.Insert(bars), new DayRows(bars.Count, suspended), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState
            is PostgresErrorCodes.InvalidTextRepresentation or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.CheckViolation)
        {
            // A requirement that does not hold; a row that was there after all; a day without partition.
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

    static NpgsqlConnection Connection(StoreConnection connection) => ((PostgresStoreConnection)connection).Connection;

    static string? StateOf(StockSyncException e) => (e.InnerException as PostgresException)?.SqlState;
}
