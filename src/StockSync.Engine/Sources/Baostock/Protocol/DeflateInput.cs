using System.IO.Compression;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>
/// Hands out a deflate stream, its last byte alone. <see cref="DeflateStream"/> says nothing when its input ends too early or goes on
/// after the end of the data; what it asks for does. It is whole exactly when the last byte was asked for and nothing after it.
/// </summary>
sealed class DeflateInput(ReadOnlyMemory<byte> bytes) : Stream
{
    int _position;
    bool _askedForMore;

    public bool EndedExactly => _position == bytes.Length && !_askedForMore;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        int last = bytes.Length - 1;
        if (_position > last)
        {
            _askedForMore = true;
            return 0;
        }
        int count = _position < last ? Math.Min(buffer.Length, last - _position) : 1;
        bytes.Span.Slice(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
