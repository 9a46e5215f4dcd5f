using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace StockSync.MarketServer;

/// <summary>
/// One client. Its bytes are read all the time, so that the end of the stream is noticed during a long thought too; its
/// requests are answered strictly one after the other.
/// </summary>
sealed class Connection : IDisposable
{
    // The longest request has a list of 18 columns; this is a client gone mad.
    const int LongestRequest = 64 * 1024;

    readonly Socket _socket;
    readonly MarketServerOptions _options;
    readonly Responder _responder;
    readonly Session _session;
    readonly AnswerWriter _writer;
    readonly Pipe _pipe = new();
    readonly CancellationTokenSource _gone = new();

    public Connection(Socket socket, MarketServerOptions options, Responder responder)
    {
        _socket = socket;
        _options = options;
        _responder = responder;
        _session = new Session(options);
        _writer = new AnswerWriter(socket, options);
        Address = ((IPEndPoint)socket.RemoteEndPoint!).Address;
    }

    public IPAddress Address { get; }

    public int Number { get; set; }

    /// <summary>False as soon as the client has closed its side, even before anybody has read that.</summary>
    public bool IsOpen => !_gone.IsCancellationRequested && !TcpState.IsClosedByPeer(_socket);

    public async Task RunAsync(CancellationToken stop)
    {
        var reading = ReadAsync(stop);
        try
        {
            await ServeAsync(stop);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client left, or the service stops, or it was an idle time-out: nobody is there to be told.
        }
        EndStream();
        await reading;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _gone.Dispose();
    }

    // Disposing alone would reset the connection, as there is always a read under way.
    void EndStream()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Reset already, by us or by the client.
        }
        _socket.Dispose();
    }

    async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            while (await _socket.ReceiveAsync(_pipe.Writer.GetMemory(4096), SocketFlags.None, stop) is > 0 and var count)
            {
                _pipe.Writer.Advance(count);
                await _pipe.Writer.FlushAsync(stop);
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Reported by completing the pipe, as an ordinary end of the stream is.
        }
        await _pipe.Writer.CompleteAsync();
        await _gone.CancelAsync();
    }

    async Task ServeAsync(CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop, _gone.Token);
        while (await NextLineAsync(stop) is { } line)
        {
            var reply = _responder.Respond(_session, Address, Number, RequestFrame.Parse(line));
            if (!await DeliverAsync(reply, over.Token))
                return;
        }
    }

    // False ends the connection.
    async Task<bool> DeliverAsync(Reply reply, CancellationToken over)
    {
        var pause = reply.Delivery == DeliveryKind.Slow ? reply.Latency + reply.Pause : reply.Latency;
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause, _options.TimeProvider, over);
        switch (reply.Delivery)
        {
            case DeliveryKind.Close:
                return false;
            case DeliveryKind.Reset:
                _socket.Close(0);
                return false;
            case DeliveryKind.Stall:
                await Task.Delay(Timeout.InfiniteTimeSpan, _options.TimeProvider, over);
                return false;
            case DeliveryKind.Drip:
                await _writer.DripAsync(reply.Bytes, reply.Pause, over);
                return true;
            default:
                await _writer.SendAsync(reply.Bytes, over);
                return reply.Delivery != DeliveryKind.ThenClose;
        }
    }

    async Task<byte[]?> NextLineAsync(CancellationToken stop)
    {
        using var idle = new CancellationTokenSource(_options.IdleTimeout ?? Timeout.InfiniteTimeSpan, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, idle.Token);
        while (true)
        {
            var read = await _pipe.Reader.ReadAsync(either.Token);
            var buffer = read.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } feed)
            {
                var line = buffer.Slice(0, feed).ToArray();
                _pipe.Reader.AdvanceTo(buffer.GetPosition(1, feed));
                return line;
            }
            if (read.IsCompleted || buffer.Length > LongestRequest)
                return null;
            _pipe.Reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
