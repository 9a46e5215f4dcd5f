using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using StockSync.Benchmarks.Harness;
using StockSync.Engine.Stores;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// The daily sync of one new day into a database that holds the whole history, against one that holds the last month only: both get the same
/// days in turn. <c>STOCKSYNC_BENCH_STOCKS</c> (5,200, of the last year), <c>…_EVENING_YEARS</c> (35 before that), <c>…_EVENING_ROUNDS</c>
/// (7).
/// </summary>
sealed class EveningOfHistory(bool isEmbedded) : Scenario
{
    const int DaysBefore = 22;
    const double MostSlower = 1.1;

    public override string Name => nameof(EveningOfHistory) + (isEmbedded ? "Sqlite" : "Postgres");

    public override async Task RunAsync(Bench bench)
    {
        int stocks = Scale.Count("STOCKS", 5_200, 50);
        int years = Scale.Count("EVENING_YEARS", 35, 2);
        int rounds = Scale.Count("EVENING_ROUNDS", 7, 2);
        var dates = TradingDays.From(TradingDays.First, DaysBefore + 1 + rounds);
        await using var market = await MarketProcess.MadeUpAsync(bench, stocks, dates[0], dates[^1]);
        var (small, _) = await FillAsync(bench, market, dates);
        var (large, text) = await FillAsync(bench, market, dates);
        long rows = await AgeAsync(large, text, stocks, years, dates[0]);

        var next = new Queue<DateOnly>(dates.Skip(DaysBefore));
        var day = next.Dequeue();
        // Not counted: the first day compiles the code.
        await EngineRun.RunAsync(small, OneDay.Request(day));
        await EngineRun.RunAsync(large, OneDay.Request(day));
        var seconds = await Rounds.AlternateAsync(
            rounds,
            async _ => OneDay.Beyond(await EngineRun.RunAsync(small, OneDay.Request(day = next.Dequeue()))),
            async _ => OneDay.Beyond(await EngineRun.RunAsync(large, OneDay.Request(day))));
        var ratio = Spread.OfRatios(seconds[1], seconds[0]);
        bench.Report.Add(new Row(
            Name,
            $"one day, {Amount.Number(stocks)} stocks, {(isEmbedded ? "SQLite" : "PostgreSQL")}, new engine: time without the waits for the service, into "
            + $"{Amount.Number(rows)} rows of {years + 1} years, against {DaysBefore} days",
            Amount.Seconds(Spread.Of(seconds[1]).Median),
            Amount.Seconds(Spread.Of(seconds[0]).Median),
            ratio.ToText("0.00"),
            ratio.Median <= MostSlower,
            "≤ 1.1"));
    }

    // The last month, and how other programs open the database.
    async Task<(SyncSettings Settings, string ConnectionText)> FillAsync(Bench bench, MarketProcess market, IReadOnlyList<DateOnly> dates)
    {
        var server = isEmbedded ? null : await bench.NewPostgresAsync();
        var settings = bench.Settings(server?.Uri ?? bench.NewPath(".db"), market.Endpoint);
        await EngineRun.InitializeAsync(settings);
        await EngineRun.BackfillAsync(settings, dates[0], dates[DaysBefore - 1]);
        return (settings, server is null ? $"Data Source={settings.Database};Pooling=false" : $"{server.ConnectionString};Pooling=false;Command Timeout=0");
    }

    // Copies the first day, its record and its place in the calendar to every weekday before it. The market grows to what it is.
    async Task<long> AgeAsync(SyncSettings settings, string connectionText, int stocks, int years, DateOnly first)
    {
        await using (var store = StoreFactory.Open(settings, TimeProvider.System))
        {
            await store.InspectAsync(default);
            await store.Bars.PrepareRangeAsync(new DateOnly(first.Year - years, 1, 1), first, default);
        }
        await using DbConnection connection = isEmbedded ? new SqliteConnection(connectionText) : new NpgsqlConnection(connectionText);
        await connection.OpenAsync();
        string text = first.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string dayType = isEmbedded ? "text" : "date";
        await RunAsync($"create table bench_day (day {dayType} primary key, stocks integer)");
        await RunAsync($"create table bench_bar as select b.*, row_number() over (order by stock_code) as n from daily_stock_data b where trade_date = '{text}'");
        for (int year = first.Year - years; year < first.Year; year++)
        {
            int listed = Math.Max(10, (int)(stocks * Math.Pow((year - first.Year + years + 1) / (years + 1.0), 1.5)));
            var days = Enumerable.Range(0, 366).Select(d => new DateOnly(year, 1, 1).AddDays(d))
                .Where(d => d.Year == year && d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
            await RunAsync($"insert into bench_day values {string.Join(", ", days.Select(d => $"('{d:yyyy-MM-dd}', {listed})"))}");
        }
        var (bars, records, calendar) = (await ColumnsAsync("daily_stock_data"), await ColumnsAsync("sync_day"), await ColumnsAsync("trading_calendar"));
        await RunAsync($"""
            insert into daily_stock_data ({string.Join(", ", bars)})
            select {string.Join(", ", bars.Select(c => c == "trade_date" ? "d.day" : $"b.{c}"))}
            from bench_day d join bench_bar b on b.n <= d.stocks order by d.day, b.stock_code
            """);
        await RunAsync($"""
            insert into sync_day ({string.Join(", ", records)})
            select {string.Join(", ", records.Select(c => c switch { "trade_date" => "d.day", "expected" or "stored" or "inserted" => "d.stocks", _ => $"s.{c}" }))}
            from bench_day d join sync_day s on s.trade_date = '{text}'
            """);
        await RunAsync($"delete from trading_calendar where trade_date < '{text}'");
        await RunAsync($"""
            insert into trading_calendar ({string.Join(", ", calendar)})
            select {string.Join(", ", calendar.Select(c => c == "trade_date" ? "d.day" : $"s.{c}"))}
            from bench_day d join trading_calendar s on s.trade_date = '{text}'
            """);
        await RunAsync("drop table bench_bar");
        await RunAsync("drop table bench_day");
        // As after a run of that size: SQLite's statistics stand in the schema.
        if (!isEmbedded)
            await RunAsync("vacuum analyze");
        await RunAsync(isEmbedded ? "pragma wal_checkpoint(truncate)" : "checkpoint");
        await using var count = connection.CreateCommand();
        count.CommandText = "select count(*) from daily_stock_data";
        return Convert.ToInt64(await count.ExecuteScalarAsync(), CultureInfo.InvariantCulture);

        async Task RunAsync(string sql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }

        async Task<IReadOnlyList<string>> ColumnsAsync(string table)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"select * from {table} limit 0";
            await using var reader = await command.ExecuteReaderAsync();
            return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        }
    }
}
