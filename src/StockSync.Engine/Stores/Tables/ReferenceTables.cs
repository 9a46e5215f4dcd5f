using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>Calendar and stock list.</summary>
sealed class ReferenceTables(StoreDatabase database, AbsenceTable absences) : IReferenceStore
{
    public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement("select trade_date, is_open from trading_calendar where trade_date between @from and @to order by trade_date")
                .With("from", from).With("to", to),
            reader => new CalendarDay(reader.Day(0), reader.GetBoolean(1)),
            day => day.Date,
            cancellationToken);

    // Days by which the clocks of two machines, or two answers over midnight, may differ.
    const int ClockTolerance = 2;

    // An answer from before a newer one (two machines, one of them slow) must not bring an old calendar back; one that was kept while the
    // clock was ahead must not keep a newer one out.
    public Task PutCalendarAsync(IReadOnlyList<CalendarDay> days, DateOnly asOf, CancellationToken cancellationToken) =>
        database.RunAsync(
            [
                new Statement($"""
                    insert into trading_calendar (trade_date, is_open, as_of)
                    select r.trade_date, r.is_open, @as_of
                    from {database.Dialect.Rows("rows", "trade_date date, is_open boolean")} where true
                    on conflict (trade_date) do update set
                        answers = case when trading_calendar.is_open <> excluded.is_open or trading_calendar.as_of > @ahead then 1
                            when trading_calendar.as_of < excluded.as_of then trading_calendar.answers + 1 else trading_calendar.answers end,
                        is_open = excluded.is_open, as_of = excluded.as_of
                    where trading_calendar.as_of <= excluded.as_of or trading_calendar.as_of > @ahead
                    """)
                    .With("as_of", asOf)
                    .With("ahead", asOf.AddDays(ClockTolerance))
                    .With("rows", JsonRows.Of(days, (json, day) =>
                    {
                        json.Day("trade_date", day.Date);
                        json.WriteBoolean("is_open", day.IsTradingDay);
                    })),
            ],
            cancellationToken);

    public async Task<int> CountPlannedDaysAsync(DateOnly from, DateOnly to, DateOnly today, CancellationToken cancellationToken)
    {
        string unsure = database.HasEvidence
            ? $" or (not is_open and answers < 2 and as_of <> @today and trade_date <= @today and {database.Dialect.IsWeekday("trade_date")})"
            : "";
        var found = await database.QueryAsync(
            new Statement($"""
                select count(*) from trading_calendar
                where trade_date between @from and @to and ((as_of < trade_date and as_of <> @today) or as_of > @today{unsure})
                """)
                .With("from", from).With("to", to).With("today", today),
            reader => reader.Count(0),
            cancellationToken);
        return found.Count > 0 ? found[0] : 0;
    }

    public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync(
            new Statement(
                $"select stock_code, name, listed_on, delisted_on, {(database.HasEvidence ? "replaced_by" : "null")} from stock order by stock_code"),
            reader => new StockEntry(
                reader.Code(0), reader.GetString(1), reader.Day(2), reader.DayOrNull(3), reader.IsDBNull(4) ? null : reader.Code(4)),
            stock => stock.Code,
            cancellationToken);

    public Task PutStocksAsync(
        IReadOnlyList<StockEntry> stocks, IReadOnlyList<Absence> expected, DateTime now, CancellationToken cancellationToken) =>
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
                .. Expect(expected),
            ],
            cancellationToken);

    // The recorded days open for the stock from this moment, in the transaction that makes it expected there.
    IEnumerable<Statement> Expect(IReadOnlyList<Absence> expected)
    {
        if (expected.Count == 0)
            yield break;
        yield return absences.Put(expected);
        foreach (var absence in expected)
        {
            yield return new Statement("""
                update sync_day set expected = expected + 1, late = late + 1, status = case when status = 'Completed' then 'Partial' else status end,
                    reason = (late + 1) || ' late' || case when failed > 0 then ', ' || failed || ' failed' else '' end
                        || case when quarantined > 0 then ', ' || quarantined || ' quarantined' else '' end
                where trade_date between @from and @to and not exists (
                    select 1 from daily_stock_data b where b.trade_date = sync_day.trade_date and b.stock_code = @code)
                """)
                .With("from", absence.From).With("to", absence.To).With("code", absence.Code.ToString());
        }
    }
}
