using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>How large the database was, one number a day.</summary>
sealed class SizeTable(StoreDatabase database)
{
    /// <summary>Remembers the size; null has it measured.</summary>
    public Task PutAsync(DateOnly beijingDay, long? bytes, CancellationToken cancellationToken) => database.RunAsync(
        [
            new Statement($"""
                insert into sync_size (beijing_day, bytes) values (@day, coalesce(cast(@bytes as bigint), {database.Dialect.DatabaseSize}))
                on conflict (beijing_day) do update set bytes = excluded.bytes
                """)
                .With("day", beijingDay).With("bytes", bytes),
        ],
        cancellationToken);

    public async Task<IReadOnlyList<DaySize>> GetAsync(DateOnly from, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select beijing_day, bytes from sync_size where beijing_day >= @from order by beijing_day").With("from", from),
            reader => new DaySize(reader.Day(0), reader.GetInt64(1)),
            size => size.Day,
            cancellationToken);
}
