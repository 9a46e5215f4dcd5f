using System.Diagnostics;
using Npgsql;
using StockSync.Benchmarks.Harness;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// A database whose whole history stands in monthly partitions, as modules before schema 6 laid it out, gets its years: how long that takes, how
/// long a reader waits meanwhile, and what it is good for. The merge is killed again and again before it may end.
/// <c>STOCKSYNC_BENCH_MERGE_YEARS</c> (35), <c>…_MERGE_STOCKS</c> (5,400, of the last year), <c>…_MERGE_KILLS</c> (50).
/// </summary>
sealed class YearMerge : Scenario
{
    const int LastYear = 2025;
    const int Queries = 21;
    const double LongestWait = 1;
    const double MostHistory = 0.020;
    const double MostDay = 0.010;

    const string History = "select count(close_price) from daily_stock_data where stock_code = '600000'";

    static readonly string s_day = $"select count(close_price) from daily_stock_data where trade_date = '{LastYear - 1}-06-03'";

    public override async Task RunAsync(Bench bench)
    {
        int years = Scale.Count("MERGE_YEARS", 35, 2);
        int stocks = Scale.Count("MERGE_STOCKS", 5_400, 100);
        int kills = Scale.Count("MERGE_KILLS", 50, 3);
        var database = await bench.NewPostgresAsync();
        var settings = bench.Settings(database.Uri, "127.0.0.1:1") with { CommandTimeout = TimeSpan.FromMinutes(10) };
        await EngineRun.InitializeAsync(settings);
        for (int year = LastYear - years + 1; year <= LastYear; year++)
            await FillAsync(database, year, Math.Max(10, (int)(stocks * Math.Pow((year - LastYear + years) / (double)years, 1.5))));
        await database.QueryAsync("vacuum analyze daily_stock_data");
        string rows = await RowsAsync(database);
        double oldHistory = await WarmAsync(database, History), oldDay = await WarmAsync(database, s_day);

        await using var store = StoreFactory.Open(settings, TimeProvider.System);
        await store.InspectAsync(default);
        var lease = await store.Lease.AcquireLeaseAsync("merge", new LeaseOwner("bench", "boot", 1, "1"), TimeSpan.FromHours(1), _ => false, default);
        using var done = new CancellationTokenSource();
        var reading = ReadAsync(database, done.Token);
        var random = new Random(LastYear);
        int killed = 0, cut = 0;
        long start = Stopwatch.GetTimestamp();
        var merge = MergeAsync(store, lease);
        while (killed < kills)
        {
            // The moments lie anywhere in the largest year, which takes longest.
            await Task.WhenAny(merge, Task.Delay(random.Next(200, 8_000)));
            if (merge.IsCompletedSuccessfully)
                break;
            await database.QueryAsync("""
                select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ~ '_[0-9]{4}|savepoint|lock' and pid <> pg_backend_pid()
                """);
            killed++;
            try
            {
                await merge;
                break;
            }
            catch (StockSyncException)
            {
                cut++;
            }
            // Another process: what this one knew is gone.
            await store.InspectAsync(default);
            merge = MergeAsync(store, lease);
        }
        await merge;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await done.CancelAsync();
        var (reads, longest) = await reading;
        if (rows != await RowsAsync(database))
            throw new InvalidOperationException("The merge has changed the rows.");
        await database.QueryAsync("vacuum analyze daily_stock_data");
        double newHistory = await WarmAsync(database, History), newDay = await WarmAsync(database, s_day);

        double count = double.Parse(rows.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        bench.Report.Add(new Row(
            Name,
            $"{years * 12} months of {Amount.Number(count)} rows become {years} years, cut off {cut} times; every row is there",
            Amount.Seconds(seconds), "", "", cut > 0, "interruptible"));
        bench.Report.Add(new Row(
            Name, $"longest of {Amount.Number(reads)} reads meanwhile", Amount.Seconds(longest), "", "", longest <= LongestWait, "≤ 1 s"));
        bench.Report.Add(new Row(
            Name,
            $"one stock's history by SQL, warm, planning included, median of {Queries}",
            Amount.Seconds(newHistory), $"{Amount.Seconds(oldHistory)} in months", FormattableString.Invariant($"{oldHistory / newHistory:0.0}"),
            newHistory <= MostHistory, "≤ 20 ms"));
        bench.Report.Add(new Row(
            Name,
            "one day of the market, the same",
            Amount.Seconds(newDay), $"{Amount.Seconds(oldDay)} in months", FormattableString.Invariant($"{oldDay / newDay:0.0}"),
            newDay <= MostDay, "≤ 10 ms"));
    }

    static async Task MergeAsync(ISyncStore store, Lease lease)
    {
        foreach (int year in await store.Bars.GetYearsInPartsAsync(default))
            await store.Bars.MergeYearAsync(year, lease, default);
    }

    // Weekdays; the rows of a day come together, as daily syncs leave them.
    static async Task FillAsync(PostgresDatabase database, int year, int stocks)
    {
        for (int month = 1; month <= 12; month++)
        {
            var from = new DateOnly(year, month, 1);
            await database.QueryAsync($"""
                create table daily_stock_data_{from:yyyy_MM} partition of daily_stock_data for values from ('{from:yyyy-MM-dd}') to ('{from.AddMonths(1):yyyy-MM-dd}');
                insert into daily_stock_data
                select (600000 + s)::text, d, p, p * 1.02, p * 0.98, p + 0.1, p, 1000000 + s * 37, (1000000 + s * 37) * p, 1.234567, 0.1, 0.654321, 4.000000,
                    true, false, 12.345678, 1.234567, 2.345678, 9.876543
                from generate_series('{from:yyyy-MM-dd}'::date, '{from.AddMonths(1).AddDays(-1):yyyy-MM-dd}'::date, '1 day') d,
                    generate_series(0, {stocks - 1}) s, lateral (select (5 + s % 97 + extract(doy from d)::int % 7)::numeric(12,4) p) x
                where extract(isodow from d) < 6
                """);
        }
    }

    static async Task<string> RowsAsync(PostgresDatabase database) => (await database.QueryAsync(
        "select count(*) || ' ' || sum(volume) || ' ' || sum(close_price) || ' ' || sum(extract(doy from trade_date) * stock_code::int) from daily_stock_data"))[0];

    // A connection of its own for each, like a person's tool; the time is that of the query.
    static async Task<(int Reads, double Longest)> ReadAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        int reads = 0;
        double longest = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            longest = Math.Max(longest, await TimeAsync(database, reads++ % 2 == 0 ? History : s_day));
            await Task.Delay(20, CancellationToken.None);
        }
        return (reads, longest);
    }

    static async Task<double> WarmAsync(PostgresDatabase database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        var times = new List<double>();
        for (int i = 0; i <= Queries; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await command.ExecuteScalarAsync();
            // Not counted: the first brings catalogue and pages into memory.
            if (i > 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return Spread.Of(times).Median;
    }

    static async Task<double> TimeAsync(PostgresDatabase database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        long start = Stopwatch.GetTimestamp();
        await command.ExecuteScalarAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static async Task<NpgsqlConnection> OpenAsync(PostgresDatabase database)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
