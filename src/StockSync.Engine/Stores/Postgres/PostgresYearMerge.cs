using Npgsql;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>
/// Puts the months of a year that is over into one partition, in one transaction: whoever kills it leaves the months as they were. Readers work
/// on while the rows are copied; who writes to the year waits. At the end the months give way to the year, and no reader waits longer than
/// <see cref="LongestWait"/> for that.
/// </summary>
sealed class PostgresYearMerge(StoreDatabase database, PostgresPartitions partitions)
{
    // For the bar table: while we wait for the readers who are at work, those who come wait for us.
    const int LongestWait = 500;

    // A backup reads for hours; then the next run tries again.
    const int MostAttempts = 10;

    // A process that was stopped in the midst of it must not keep writers waiting.
    const int LongestSilence = 10_000;

    /// <summary>True where the role may do it: the tables are its own.</summary>
    public async Task<bool> IsAllowedAsync(CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new Statement("""
                select has_schema_privilege(current_schema(), 'CREATE') and not exists (
                    select 1 from pg_class c
                    where (c.oid = to_regclass('daily_stock_data') or c.oid in (select i.inhrelid from pg_inherits i where i.inhparent = to_regclass('daily_stock_data')))
                        and not pg_has_role(c.relowner, 'USAGE'))
                """),
            reader => reader.GetBoolean(0),
            cancellationToken);
        return found is [true];
    }

    /// <summary>Merges the months of a year. An error of kind <see cref="ErrorKind.Busy"/> where readers never let go of the table.</summary>
    public async Task RunAsync(int year, Lease lease, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            async connection =>
            {
                var months = await LockMonthsAsync(connection, year, cancellationToken);
                if (months.Count > 0)
                    await MergeAsync(connection, PostgresPartition.OfYear(year), months, lease, cancellationToken);
                await connection.RunAsync([new("commit")], cancellationToken);
                return true;
            },
            cancellationToken);
        await partitions.LearnAsync(database, cancellationToken);
    }

    // From here on the rows of the year stay as they are until the end.
    static async Task<List<PostgresPartition>> LockMonthsAsync(StoreConnection connection, int year, CancellationToken cancellationToken)
    {
        var existing = new HashSet<PostgresPartition>();
        await connection.RunAsync(
            [new("begin"), new($"set local idle_in_transaction_session_timeout = {LongestSilence}"), PostgresPartitions.Select(existing)], cancellationToken);
        var months = MonthsOf(existing, year);
        if (months.Count > 0)
            await connection.RunAsync([new($"lock table {Names(months)} in share mode")], cancellationToken);
        return months;
    }

    async Task MergeAsync(
        StoreConnection connection, PostgresPartition year, List<PostgresPartition> months, Lease lease, CancellationToken cancellationToken)
    {
        await connection.RunAsync([year.Create(mayExist: false)], cancellationToken);
        // A stock's rows of a week side by side: its history of a year is read from fifty pages, a day of the market from those of a week.
        foreach (var month in months)
        {
            await connection.RunAsync(
                [
                    new($"""
                        insert into {year.Name} select * from daily_stock_data where {month.Condition}
                        order by date_trunc('week', trade_date::timestamp), stock_code, trade_date
                        """),
                ],
                cancellationToken);
        }
        // All that the server would do while it attaches the table, and readers wait.
        await connection.RunAsync([new($"alter table {year.Name} add primary key (stock_code, trade_date)")], cancellationToken);
        await connection.RunAsync([new($"create index on {year.Name} (trade_date)")], cancellationToken);
        await connection.RunAsync([new($"alter table {year.Name} add constraint {year.Name}_range check ({year.Condition})")], cancellationToken);
        await connection.RunAsync([PostgresPartitions.SmallSample(), PostgresPartitions.Analyze(year)], cancellationToken);
        await LockSchemaAsync(connection, year, months, lease, cancellationToken);
        await connection.RunAsync(
            [
                new($"drop table {Names(months)}"),
                year.Attach(),
                new($"alter table {year.Name} drop constraint {year.Name}_range"),
            ],
            cancellationToken);
    }

    // Everything that has to stand still while months and year change places.
    async Task LockSchemaAsync(
        StoreConnection connection, PostgresPartition year, List<PostgresPartition> months, Lease lease, CancellationToken cancellationToken)
    {
        bool isHeld = false;
        var existing = new HashSet<PostgresPartition>();
        await connection.RunAsync(
            [database.Dialect.LockSchema()!, LeaseTable.Look(lease).OnRow(_ => isHeld = true), PostgresPartitions.Select(existing)], cancellationToken);
        if (!isHeld)
            throw StoreErrors.LeaseLost(lease.RunId);
        if (!MonthsOf(existing, year.From.Year).SequenceEqual(months))
            throw StoreErrors.Busy(database.Place, year.Name, null);
        await connection.RunAsync([new("savepoint waiting")], cancellationToken);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                // Of the statement, because a limit of locks would count for each of thirteen.
                await connection.RunAsync([new($"set local statement_timeout = {LongestWait}")], cancellationToken);
                await connection.RunAsync([new($"lock table only daily_stock_data, {Names(months)} in access exclusive mode")], cancellationToken);
                await connection.RunAsync([new("set local statement_timeout to default")], cancellationToken);
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected)
            {
                if (attempt == MostAttempts)
                    throw StoreErrors.Busy(database.Place, $"daily_stock_data: {e.MessageText} ({e.SqlState})", e);
                await connection.RunAsync([new("rollback to savepoint waiting")], cancellationToken);
            }
        }
    }

    static List<PostgresPartition> MonthsOf(HashSet<PostgresPartition> existing, int year) =>
        [.. existing.Where(partition => !partition.IsYear && partition.From.Year == year).OrderBy(partition => partition.From)];

    static string Names(IEnumerable<PostgresPartition> partitions) => string.Join(", ", partitions.Select(partition => partition.Name));
}
