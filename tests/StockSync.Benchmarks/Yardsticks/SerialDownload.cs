using System.Diagnostics;
using Npgsql;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>
/// What scripts do: one request after the other, and an upsert whenever 500 rows are in hand. Failures, waits, sign-ins and what the
/// official client's tables of text cost are left out, so it is faster here than it was.
/// </summary>
/// <param name="settings">Where the service is.</param>
/// <param name="database">With the original's table.</param>
/// <param name="whole">Requests of the whole work.</param>
/// <param name="request">The request of a place, from 0.</param>
sealed class SerialDownload(SyncSettings settings, PostgresDatabase database, long whole, Func<long, StockCoverage> request)
{
    long _next;

    public long Whole => whole;

    /// <summary>The original design: for each day and each stock one request.</summary>
    public static SerialDownload ByDay(
        SyncSettings settings, PostgresDatabase database, IReadOnlyList<StockCode> codes, IReadOnlyList<DateOnly> days) => new(
        settings, database, (long)codes.Count * days.Count, at =>
        {
            var day = days[(int)(at / codes.Count)];
            return new StockCoverage(codes[(int)(at % codes.Count)], day, day);
        });

    /// <summary>The best of them: for each stock one request, for its whole range.</summary>
    public static SerialDownload ByStock(
        SyncSettings settings, PostgresDatabase database, IReadOnlyList<StockCode> codes, DateOnly from, DateOnly to) =>
        new(settings, database, codes.Count, at => new StockCoverage(codes[(int)at], from, to));

    /// <summary>Goes on with so many requests where the last call ended, and returns the seconds.</summary>
    public async Task<double> RunAsync(int requests)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var session = await new BaostockSource(settings, new OpenGate(), TimeProvider.System).OpenAsync(default);
        var rows = new BarBatch();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < requests; i++)
        {
            var next = request(_next++ % whole);
            await session.GetStockRangeAsync(next.Code, next.From, next.To, rows, default);
            if (rows.Count >= MultiValueUpsert.RowsOfStatement)
                await FlushAsync(connection, rows);
        }
        await FlushAsync(connection, rows);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static async Task FlushAsync(NpgsqlConnection connection, BarBatch rows)
    {
        await MultiValueUpsert.WriteAsync(connection, rows);
        rows.Clear();
    }
}
