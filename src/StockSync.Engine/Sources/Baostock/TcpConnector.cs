using System.Net.Sockets;

namespace StockSync.Engine.Sources.Baostock;

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
