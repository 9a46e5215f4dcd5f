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
