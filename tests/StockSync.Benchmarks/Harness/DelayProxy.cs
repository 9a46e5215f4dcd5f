using System.Diagnostics;
using System.Net.Sockets;
using System.Threading.Channels;
using StockSync.Rig.Points;

namespace StockSync.Benchmarks.Harness;

/// <summary>
/// Stands before a TCP server and delays each direction by half a round trip, without limiting the bandwidth: bytes that were sent
/// together arrive together. No loss and no slow start, so bytes matter more on a real line.
/// </summary>
sealed class DelayProxy : IAsyncDisposable
{
    readonly TcpRelay _relay;
    readonly TimeSpan _oneWay;
    long _bytesUp;
    long _bytesDown;

    /// <param name="target">The server's port on this machine.</param>
    /// <param name="roundTrip">What a question and its answer are delayed by together; zero only counts bytes.</param>
    public DelayProxy(int target, TimeSpan roundTrip)
    {
        _oneWay = roundTrip / 2;
        _relay = new TcpRelay("127.0.0.1", target, CarryAsync);
    }

    public int Port => _relay.Port;

    /// <summary>Bytes from clients to the server.</summary>
    public long BytesUp => Interlocked.Read(ref _bytesUp);

    /// <summary>Bytes from the server to clients.</summary>
    public long BytesDown => Interlocked.Read(ref _bytesDown);

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    async Task CarryAsync(Socket client, Socket server, CancellationToken cancellationToken)
    {
        // The handshake is a round trip too.
        await Task.Delay(_oneWay * 2, cancellationToken);
        var up = PumpAsync(client, server, n => Interlocked.Add(ref _bytesUp, n), cancellationToken);
        var down = PumpAsync(server, client, n => Interlocked.Add(ref _bytesDown, n), cancellationToken);
        // One that breaks ends this, which closes both sockets, and with them the other.
        await await Task.WhenAny(up, down);
        await Task.WhenAll(up, down);
    }

    async Task PumpAsync(Socket from, Socket to, Action<int> count, CancellationToken cancellationToken)
    {
        var line = Channel.CreateUnbounded<(long Arrived, byte[] Bytes)>();
        var writing = WriteAsync(line.Reader, to, cancellationToken);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, cancellationToken) is > 0 and var read)
            {
                count(read);
                await line.Writer.WriteAsync((Stopwatch.GetTimestamp(), buffer[..read]), cancellationToken);
            }
        }
        finally
        {
            line.Writer.Complete();
            await writing;
        }
        to.Shutdown(SocketShutdown.Send);
    }

    async Task WriteAsync(ChannelReader<(long Arrived, byte[] Bytes)> line, Socket to, CancellationToken cancellationToken)
    {
        await foreach (var (arrived, bytes) in line.ReadAllAsync(cancellationToken))
        {
            var left = _oneWay - Stopwatch.GetElapsedTime(arrived);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, cancellationToken);
            for (int sent = 0; sent < bytes.Length;)
                sent += await to.SendAsync(bytes.AsMemory(sent), SocketFlags.None, cancellationToken);
        }
    }
}
