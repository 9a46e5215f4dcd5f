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
