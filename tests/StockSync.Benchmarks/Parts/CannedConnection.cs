using System.Text;
using StockSync.Engine.Sources.Baostock;

namespace StockSync.Benchmarks.Parts;

/// <summary>Hands out the canned answer to each request, in pieces as the network does.</summary>
sealed class CannedConnection(CannedService service) : IConnection
{
    const int TypeAt = 8;
    const int TypeLength = 2;

    ReadOnlyMemory<byte> _left;

    public LineState State => LineState.Quiet;

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _left = service[Encoding.ASCII.GetString(bytes.Span.Slice(TypeAt, TypeLength))];
        return default;
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> room, CancellationToken cancellationToken)
    {
        int count = Math.Min(room.Length, _left.Length);
        _left[..count].CopyTo(room);
        _left = _left[count..];
        return new(count);
    }

    public void Dispose()
    {
        // Nothing is open.
    }
}
