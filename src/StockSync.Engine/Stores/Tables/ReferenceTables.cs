using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Calendar and stock list.</summary>
sealed class ReferenceTables(StoreDatabase database)
{
    public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select trade_date, is_open from trading_calendar where trade_date between @from and @to order by trade_date")
                .With("from", from).With("to", to),
            reader => new CalendarDay(reader.Day(0), reader.GetBoolean(1)),
            day => day.Date,
            cancellationToken).ConfigureAwait(false);

    // An answer from before a newer one (two machines, one of them slow) must not bring an old calendar back.
    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        database.RunAsync(
            [
                new Statement($"""
                    insert into trading_calendar (trade_date, is_open, as_of)
                    select r.trade_date, r.is_open, @as_of
                    from {database.Dialect.Rows("rows", "trade_date date, is_open boolean")} where true
                    on conflict (trade_date) do update set is_open = excluded.is_open, as_of = excluded.as_of
                    where trading_calendar.as_of <= excluded.as_of
                    """)
                    .With("as_of", asOf)
                    .With("rows", JsonRows.Of(days, (json, day) =>
                    {
                        json.Day("trade_date", day.Date);
                        json.WriteBoolean("is_open", day.IsTradingDay);
                    })),
            ],
            cancellationToken);

    public async Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync(
            new Statement("""
                select count(*) from trading_calendar
                where trade_date between @from and @to and as_of < trade_date and as_of <> @today
                """)
                .With("from", from).With("to", to).With("today", today),
            reader => reader.Count(0),
            cancellationToken).ConfigureAwait(false);
        return found.Count > 0 ? found[0] : 0;
    }

    public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select stock_code, name, listed_on, delisted_on from stock order by stock_code"),
            reader => new StockEntry(reader.Code(0), reader.GetString(1), reader.Day(2), reader.DayOrNull(3)),
            stock => stock.Code,
            cancellationToken).ConfigureAwait(false);

    public Task PutStocksAsync(IReadOnlyList<StockEntry> stocks, DateTime now, CancellationToken cancellationToken) =>
        database.RunAsync(
            [
                new Statement($"""
                    insert into stock (stock_code, exchange, name, listed_on, delisted_on, updated_at)
                    select r.stock_code, r.exchange, r.name, r.listed_on, r.delisted_on, @now
                    from {database.Dialect.Rows("rows", "stock_code text, exchange text, name text, listed_on date, delisted_on date")}
                    where true
                    on conflict (stock_code) do update set exchange = excluded.exchange, name = excluded.name,
                        listed_on = excluded.listed_on, delisted_on = excluded.delisted_on, updated_at = excluded.updated_at
                    where stock.name is distinct from excluded.name or stock.listed_on is distinct from excluded.listed_on
                        or stock.delisted_on is distinct from excluded.delisted_on
                    """)
                    .With("now", database.Dialect.Instant(now))
                    .With("rows", JsonRows.Of(stocks, (json, stock) =>
                    {
                        json.Code(stock.Code);
                        json.Text("exchange", stock.Code.Exchange.ToString());
                        json.Text("name", stock.Name);
                        json.Day("listed_on", stock.ListedOn);
                        json.Day("delisted_on", stock.DelistedOn);
                    })),
            ],
            cancellationToken);
}
