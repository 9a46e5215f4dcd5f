using Npgsql;
using StockSync.Benchmarks.Harness;
using StockSync.Benchmarks.Yardsticks;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Benchmarks.Scenarios;

/// <summary>
/// Bytes a row on the way from the source and to the database, counted on the line, and in an archive, for one market day: recorded where
/// there is recorded data, else made up. <c>STOCKSYNC_BENCH_STOCKS</c> (5,200) of the made-up one.
/// </summary>
sealed class BytesPerRow : Scenario
{
    public override async Task RunAsync(Bench bench)
    {
        var (market, day, kind) = await MarketDays.StartAsync(bench);
        await using (market)
        {
            var (rows, bytes) = await MarketRows.FetchAsync(bench.Settings(bench.NewPath(".db"), market.Endpoint), [day]);
            Add(bench, $"from the service, zlib, a {kind} market day of {Amount.Number(rows.Count)} rows", bytes, rows.Count, null);
            long copy = await StoreAsync(bench, rows, isNew: true);
            Add(bench, "to PostgreSQL by COPY (a new date)", copy, rows.Count, null);
            long unnest = await StoreAsync(bench, rows, isNew: false);
            Add(bench, "to PostgreSQL by unnest with scaled integers (one day)", unnest, rows.Count, copy);
            long text = await TextAsync(bench, rows);
            Add(bench, "to PostgreSQL by multi-value text, 500 rows a statement (the original design)", text, rows.Count, copy);
            byte[] csv = CsvArchive.Text(rows);
            Add(bench, "in an archive: CSV, all columns", csv.Length, rows.Count, copy);
            Add(bench, "in an archive: CSV, all columns, gzip", CsvArchive.Gzip(csv), rows.Count, copy);
            Add(bench, "in an archive: CSV, all columns, Brotli", CsvArchive.Brotli(csv), rows.Count, copy);
        }
    }

    void Add(Bench bench, string what, long bytes, int rows, long? copy) => bench.Report.Add(new Row(
        Name,
        what,
        FormattableString.Invariant($"{(double)bytes / rows:0} B a row"),
        copy is null ? "" : "COPY",
        copy is { } c ? FormattableString.Invariant($"{(double)bytes / c:0.00} of it") : ""));

    static async Task<long> StoreAsync(Bench bench, BarBatch rows, bool isNew)
    {
        var database = await bench.NewPostgresAsync();
        await FreshPostgres.LayOutAsync(bench, database, rows[0].Date, rows[0].Date);
        await using var proxy = new DelayProxy(database.Port, TimeSpan.Zero);
        var settings = bench.Settings((database with { Port = proxy.Port }).Uri, "127.0.0.1:1");
        await using var store = StoreFactory.Open(settings, TimeProvider.System);
        // The handshake of the connection is not the rows'.
        await store.InspectAsync(default);
        long before = proxy.BytesUp;
        await store.Bars.CommitAsync(new StoreCommit { Now = DateTime.UtcNow, Bars = rows, ExpectNew = isNew }, default);
        return proxy.BytesUp - before;
    }

    static async Task<long> TextAsync(Bench bench, BarBatch rows)
    {
        var database = await bench.NewPostgresAsync();
        await database.QueryAsync(MultiValueUpsert.CreateTable);
        await using var proxy = new DelayProxy(database.Port, TimeSpan.Zero);
        await using var connection = new NpgsqlConnection((database with { Port = proxy.Port }).ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        long before = proxy.BytesUp;
        await MultiValueUpsert.WriteAsync(connection, rows);
        return proxy.BytesUp - before;
    }
}
