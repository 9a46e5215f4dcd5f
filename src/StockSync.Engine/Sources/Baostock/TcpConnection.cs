using System.Net.Sockets;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>A byte stream to the service. Disposing closes it at once, whatever is under way.</summary>
interface IConnection : IDisposable
{
    /// <summary>What waits to be read.</summary>
    LineState State { get; }

    /// <summary>Sends all of it.</summary>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Receives at least one byte; 0 means that the other side has closed.</summary>
    ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellationToken);
}

/// <summary>Opens connections to the service.</summary>
interface IConnector
{
    /// <summary>One attempt. Fails as the network does: <see cref="IOException"/> or <see cref="SocketException"/>.</summary>
    ValueTask<IConnection> ConnectAsync(ServiceAddress address, CancellationToken cancellationToken);
}

/// <summary>What waits on a connection that nobody is reading.</summary>
enum LineState
{
    /// <summary>Nothing: as it must be between two requests.</summary>
    Quiet,

    /// <summary>Bytes: an answer that came too late.</summary>
    Bytes,

    /// <summary>The other side has closed.</summary>
    Closed,
}

/// <summary>A connected socket.</summary>
sealed class TcpConnection(Socket socket) : IConnection
{
    /// <inheritdoc/>
    public LineState State
    {
        get
        {
            try
            {
                // Readable without a byte to read means that the other side has closed.
                if (socket.Available == 0 && !socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
                    return LineState.Quiet;
                return socket.Available > 0 ? LineState.Bytes : LineState.Closed;
            }
            catch (SocketException)
            {
                return LineState.Closed;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellationToken) =>
        socket.ReceiveAsync(room, SocketFlags.None, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();
}

/// <summary>Connects over TCP.</summary>
sealed class TcpConnector : IConnector
{
    /// <inheritdoc/>
    public async ValueTask<IConnection> ConnectAsync(ServiceAddress address, CancellationToken cancellationToken)
    {
        // A request is one small segment whose answer we wait for: nothing to collect more bytes for.
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return new TcpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
