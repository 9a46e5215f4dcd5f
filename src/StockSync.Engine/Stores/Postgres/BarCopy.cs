using System.Buffers;
using Npgsql;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>Sends rows by binary COPY.</summary>
static class BarCopy
{
    const int BufferSize = 64 * 1024;

    public static async Task SendAsync(NpgsqlConnection connection, string sql, BarBatch bars, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
            try
            {
                for (int next = 0; next <= bars.Count;)
                {
                    int length = Fill(buffer, bars, ref next);
                    await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                }
            }
            catch
            {
                await GiveUpAsync(stream);
                throw;
            }
            // Ends the copy: only here does the server say whether it took the rows.
            await stream.DisposeAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The header goes before row 0, the trailer after the last; one more than the last means all is written.
    static int Fill(byte[] buffer, BarBatch bars, ref int next)
    {
        var encoder = new BarCopyEncoder(buffer);
        if (next == 0)
            encoder.WriteHeader();
        while (next < bars.Count && encoder.HasRoom)
            encoder.Write(bars[next++]);
        if (next == bars.Count && encoder.HasRoom)
        {
            encoder.WriteTrailer();
            next++;
        }
        return encoder.Length;
    }

    static async Task GiveUpAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The first failure is the one to tell.
        }
    }
}
