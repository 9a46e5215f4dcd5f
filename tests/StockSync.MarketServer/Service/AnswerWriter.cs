using System.Net.Sockets;

namespace StockSync.MarketServer;

/// <summary>Sends bytes at the pace and in the pieces of the options.</summary>
sealed class AnswerWriter(Socket socket, MarketServerOptions options)
{
    // shorter pauses than this the clock of the system cannot keep
    static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var (rate, clock) = (options.BytesPerSecond, options.TimeProvider);
        var piece = options.SegmentBytes > 0 ? options.SegmentBytes : bytes.Length;
        if (rate > 0)
            piece = Math.Clamp(rate / 20, 1, Math.Max(1, piece));
        var start = clock.GetTimestamp();
        for (var sent = 0; sent < bytes.Length; sent += piece)
        {
            await WriteAsync(bytes.Slice(sent, Math.Min(piece, bytes.Length - sent)), cancellationToken);
            if (rate <= 0)
                continue;
            var ahead = TimeSpan.FromSeconds((double)(sent + piece) / rate) - clock.GetElapsedTime(start);
            if (ahead > s_shortest)
                await Task.Delay(ahead, clock, cancellationToken);
        }
    }

    public async Task DripAsync(ReadOnlyMemory<byte> bytes, TimeSpan pause, CancellationToken cancellationToken)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            await WriteAsync(bytes.Slice(i, 1), cancellationToken);
            await Task.Delay(pause, options.TimeProvider, cancellationToken);
        }
    }

    async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (bytes.Length > 0)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }
}
