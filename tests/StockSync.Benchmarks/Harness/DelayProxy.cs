using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace StockSync.Benchmarks.Harness;

/// <summary>
/// Stands before a TCP server and delays each direction by half a round trip, without limiting the bandwidth: bytes that were sent
/// together arrive together. No loss and no slow start, so bytes matter more on a real line.
/// </summary>
sealed class DelayProxy : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly int _target;
    readonly TimeSpan _oneWay;
    readonly Task _accepting;
    long _bytesUp;
    long _bytesDown;

    /// <param name="target">The server's port on this machine.</param>
    /// <param name="roundTrip">What a question and its answer are delayed by together; zero only counts bytes.</param>
    public DelayProxy(int target, TimeSpan roundTrip)
    {
        _target = target;
        _oneWay = roundTrip / 2;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>Bytes from clients to the server.</summary>
    public long BytesUp => Interlocked.Read(ref _bytesUp);

    /// <summary>Bytes from the server to clients.</summary>
    public long BytesDown => Interlocked.Read(ref _bytesDown);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // Before the listener stops: a loop that is about to accept would be told that nobody listens.
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped: the connections end by the same token.
        }
        await Task.WhenAll(open);
    }

    async Task ServeAsync(Socket client)
    {
        using var near = client;
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.NoDelay = far.NoDelay = true;
        try
        {
            // The handshake is a round trip too.
            await Task.Delay(_oneWay * 2, _stop.Token);
            await far.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var up = PumpAsync(near, far, n => Interlocked.Add(ref _bytesUp, n));
            var down = PumpAsync(far, near, n => Interlocked.Add(ref _bytesDown, n));
            // One that breaks closes both sockets, and with them the other.
            await await Task.WhenAny(up, down);
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone; both are closed.
        }
    }

    async Task PumpAsync(Socket from, Socket to, Action<int> count)
    {
        var line = Channel.CreateUnbounded<(long Arrived, byte[] Bytes)>();
        var writing = WriteAsync(line.Reader, to);
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) is > 0 and var read)
            {
                count(read);
                await line.Writer.WriteAsync((Stopwatch.GetTimestamp(), buffer[..read]), _stop.Token);
            }
        }
        finally
        {
            line.Writer.Complete();
            await writing;
        }
        to.Shutdown(SocketShutdown.Send);
    }

    async Task WriteAsync(ChannelReader<(long Arrived, byte[] Bytes)> line, Socket to)
    {
        await foreach (var (arrived, bytes) in line.ReadAllAsync(_stop.Token))
        {
            var left = _oneWay - Stopwatch.GetElapsedTime(arrived);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, _stop.Token);
            for (int sent = 0; sent < bytes.Length;)
                sent += await to.SendAsync(bytes.AsMemory(sent), SocketFlags.None, _stop.Token);
        }
    }
}
