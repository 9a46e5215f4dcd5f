using System.Diagnostics;
using Npgsql;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Postgres;
using PostgresDatabase = StockSync.Tests.Fakes.PostgresDatabase;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The limit of PostgreSQL: all rows by binary COPY in one transaction, nothing checked, nothing recorded.</summary>
sealed class RawCopy : IAsyncDisposable
{
    const string Columns =
        "stock_code, trade_date, open_price, high_price, low_price, close_price, preclose_price, volume, amount, change_pct, "
        + "change_amount, turnover_rate, amplitude, trade_status, is_st, pe_ttm, pb_mrq, ps_ttm, pcf_ncf_ttm";

    const int BufferSize = 64 * 1024;

    readonly NpgsqlConnection _connection;
    readonly byte[] _buffer = new byte[BufferSize];
    NpgsqlTransaction? _transaction;

    RawCopy(PostgresDatabase database) => _connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");

    /// <summary>Seconds from the open connection to the commit.</summary>
    public static async Task<double> LoadAsync(PostgresDatabase database, BarBatch rows)
    {
        await using var copy = await OpenAsync(database);
        return await copy.AddAsync(rows) + await copy.CommitAsync();
    }

    public static async Task<RawCopy> OpenAsync(PostgresDatabase database)
    {
        var copy = new RawCopy(database);
        await copy._connection.OpenAsync();
        return copy;
    }

    /// <summary>Writes rows with one COPY, and returns its seconds: the server has taken all of them when it ends.</summary>
    public async Task<double> AddAsync(BarBatch rows)
    {
        long start = Stopwatch.GetTimestamp();
        _transaction ??= await _connection.BeginTransactionAsync();
        const string copy = $"copy daily_stock_data ({Columns}) from stdin (format binary)";
        await using (var stream = await _connection.BeginRawBinaryCopyAsync(copy))
        {
            for (int next = 0; next <= rows.Count;)
                await stream.WriteAsync(_buffer.AsMemory(0, Fill(_buffer, rows, ref next)));
        }
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Commits all that was added, and returns the seconds that takes.</summary>
    public async Task<double> CommitAsync()
    {
        long start = Stopwatch.GetTimestamp();
        await _transaction!.CommitAsync();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

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
