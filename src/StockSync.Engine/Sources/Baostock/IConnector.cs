using System.Net.Sockets;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>Opens connections to the service.</summary>
interface IConnector
{
    /// <summary>One try. Fails as the network does: <see cref="IOException"/> or <see cref="SocketException"/>.</summary>
    ValueTask<IConnection> ConnectAsync(ServiceAddress address, CancellationToken cancellationToken);
}
