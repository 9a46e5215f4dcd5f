using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>
/// What a stretch of the write-ahead log holds, by <c>pg_walinspect</c>: records whose blocks belong to a partition of the bar table or to
/// one of its indexes, and all records.
/// </summary>
static class WalShare
{
    const string Nodes = """
        select string_agg(pg_relation_filenode(c.oid)::text, '|') from pg_class c
        where pg_relation_filenode(c.oid) is not null and (c.relname like 'daily\_stock\_data%'
            or c.oid in (select indexrelid from pg_index i join pg_class t on t.oid = i.indrelid
                where t.relname like 'daily\_stock\_data%'))
        """;

    /// <summary>Where the log ends now.</summary>
    public static async Task<string> EndAsync(PostgresDatabase database)
    {
        await database.QueryAsync("create extension if not exists pg_walinspect");
        return await database.ScalarAsync("select pg_current_wal_flush_lsn()");
    }

    /// <summary>
    /// Throws when one changed row, rolled back, is not seen: what sees nothing would call everything clean. Reads all rows afterwards: the
    /// first reader of a row notes whether its transaction ended, and with checksums (PostgreSQL 18's default) that page is logged.
    /// </summary>
    public static async Task ProveAsync(PostgresDatabase database)
    {
        string from = await EndAsync(database);
        await database.QueryAsync("""
            begin;
            update daily_stock_data set volume = volume + 1
            where (stock_code, trade_date) in (select stock_code, trade_date from daily_stock_data limit 1);
            rollback;
            select sum(volume) from daily_stock_data;
            checkpoint;
            """);
        if ((await BetweenAsync(database, from, await EndAsync(database))).Bars == 0)
            throw new InvalidOperationException("A changed row of the bar table is not found in the write-ahead log.");
    }

    /// <summary>Bytes of records of the bar table, and of all, between two places.</summary>
    public static async Task<(long Bars, long All)> BetweenAsync(PostgresDatabase database, string from, string to)
    {
        if (from == to)
            return (0, 0);
        string line = await database.ScalarAsync($"""
            with n as ({Nodes})
            select coalesce(sum(record_length) filter (where block_ref ~ ('rel \d+/\d+/(' || (select * from n) || ') ')), 0),
                coalesce(sum(record_length), 0)
            from pg_get_wal_records_info('{from}', '{to}')
            """);
        string[] numbers = line.Split('|');
        return (long.Parse(numbers[0], null), long.Parse(numbers[1], null));
    }
}
