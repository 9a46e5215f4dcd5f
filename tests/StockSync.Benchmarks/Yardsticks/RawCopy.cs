using System.Diagnostics;
using Npgsql;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Postgres;
using PostgresDatabase = StockSync.Tests.Fakes.PostgresDatabase;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The limit of PostgreSQL: all rows in one binary COPY in one transaction, nothing checked, nothing recorded.</summary>
static class RawCopy
{
    const string Columns =
        "stock_code, trade_date, open_price, high_price, low_price, close_price, preclose_price, volume, amount, change_pct, "
        + "change_amount, turnover_rate, amplitude, trade_status, is_st, pe_ttm, pb_mrq, ps_ttm, pcf_ncf_ttm";

    const int BufferSize = 64 * 1024;

    /// <summary>Seconds from the open connection to the commit.</summary>
    public static async Task<double> LoadAsync(PostgresDatabase database, BarBatch rows)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        long start = Stopwatch.GetTimestamp();
        await using (var stream = await connection.BeginRawBinaryCopyAsync($"copy daily_stock_data ({Columns}) from stdin (format binary)"))
        {
            byte[] buffer = new byte[BufferSize];
            for (int next = 0; next <= rows.Count;)
                await stream.WriteAsync(buffer.AsMemory(0, Fill(buffer, rows, ref next)));
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static int Fill(byte[] buffer, BarBatch rows, ref int next)
    {
        var encoder = new BarCopyEncoder(buffer);
        if (next == 0)
            encoder.WriteHeader();
        while (next < rows.Count && encoder.HasRoom)
            encoder.Write(rows[next++]);
        if (next == rows.Count && encoder.HasRoom)
        {
            encoder.WriteTrailer();
            next++;
        }
        return encoder.Length;
    }
}
