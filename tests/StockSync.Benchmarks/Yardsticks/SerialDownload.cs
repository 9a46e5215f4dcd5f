using System.Diagnostics;
using Npgsql;
using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;
using StockSync.Tests.Fakes;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>
/// The original design: for each day and each stock one request, one after the other, and an upsert whenever 500 rows are in hand. Its
/// failures, waits and sign-ins are left out, so it is faster here than it was.
/// </summary>
sealed class SerialDownload(SyncSettings settings, PostgresDatabase database, IReadOnlyList<StockCode> codes, IReadOnlyList<DateOnly> days)
{
    long _next;

    /// <summary>Requests of the whole work.</summary>
    public long Whole => (long)codes.Count * days.Count;

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
            long at = _next++ % Whole;
            var day = days[(int)(at / codes.Count)];
            await session.GetStockRangeAsync(codes[(int)(at % codes.Count)], day, day, rows, default);
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
