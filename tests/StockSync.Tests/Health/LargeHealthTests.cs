using StockSync.Tests.Stores;
using Xunit;
using Xunit.Abstractions;

namespace StockSync.Tests.Health;

/// <summary>The large database on both stores.</summary>
public sealed class LargeHealthTests
{
    [Collection(nameof(LargeDatabase))]
    [NeedsServer(TestServers.Postgres)]
    public sealed class Postgres(ITestOutputHelper output) : LargeHealthContract(output)
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => PostgresTestDatabase.CreateAsync();

        private protected override string FillBars(int stocks) => FormattableString.Invariant($"""
            insert into daily_stock_data (stock_code, trade_date, close_price, trade_status, is_st)
            select (600000 + n)::text, c.trade_date, 10, n > 20, false
            from trading_calendar c cross join generate_series(1, {stocks}) n
            where c.is_open and c.trade_date <= '2026-11-25' order by c.trade_date, n
            """);

        private protected override string FillDays(int stocks) => FormattableString.Invariant($"""
            insert into sync_day (trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged,
                attempts, settled_at)
            select trade_date, 'Completed', {stocks}, greatest(0, {stocks} - 20), least(20, {stocks}), 0, 0, 0, {stocks}, 0, 0, 1,
                trade_date + interval '12 hours 1 minute'
            from trading_calendar where is_open and trade_date <= '2026-11-25'
            """);
    }

    [Collection(nameof(LargeDatabase))]
    public sealed class Sqlite(ITestOutputHelper output) : LargeHealthContract(output)
    {
        private protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteTestDatabase());

        private protected override string FillBars(int stocks) => FormattableString.Invariant($"""
            pragma synchronous = off; pragma cache_size = -500000;
            with recursive stocks(n) as (select 1 union all select n + 1 from stocks where n < {stocks})
            insert into daily_stock_data (stock_code, trade_date, close_price, trade_status, is_st)
            select cast(600000 + n as text), c.trade_date, 10, n > 20, 0
            from trading_calendar c cross join stocks where c.is_open and c.trade_date <= '2026-11-25'
            """);

        private protected override string FillDays(int stocks) => FormattableString.Invariant($"""
            insert into sync_day (trade_date, status, expected, stored, suspended, late, failed, quarantined, inserted, updated, unchanged,
                attempts, settled_at)
            select trade_date, 'Completed', {stocks}, max(0, {stocks} - 20), min(20, {stocks}), 0, 0, 0, {stocks}, 0, 0, 1,
                trade_date || 'T12:01:00.000000Z'
            from trading_calendar where is_open and trade_date <= '2026-11-25'
            """);
    }
}
