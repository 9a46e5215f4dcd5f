using System.Buffers.Binary;
using System.IO.Compression;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>
/// Inflates a zlib stream (RFC 1950) that must be whole and sound. The base library's own zlib stream returns what it got from a
/// truncated one and does not miss an absent checksum, so header, end and Adler-32 are checked here.
/// </summary>
sealed class ZlibInflater
{
    const int HeaderLength = 2, TrailerLength = 4;
    const int FirstBuffer = 64 << 10, LargeBuffer = 4 << 20;

    byte[] _buffer = [];

    /// <summary>Lets go of a buffer that one large answer left behind.</summary>
    public void Trim(int limit)
    {
        if (_buffer.Length > limit)
            _buffer = [];
    }

    /// <summary>The inflated bytes, valid until the next call.</summary>
    public ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> zlib)
    {
        if (zlib.Length <= HeaderLength + TrailerLength || !IsHeader(zlib.Span))
            throw SourceErrors.Protocol(ProtocolFault.Zlib);

        var deflated = zlib[HeaderLength..^TrailerLength];
        var input = new DeflateInput(deflated);
        int count = ReadAll(input, deflated, Math.Min(Wire.MaxInflated, (long)Wire.MaxRatio * zlib.Length));
        if (!input.EndedExactly)
            throw SourceErrors.Protocol(ProtocolFault.Zlib);

        var inflated = _buffer.AsMemory(0, count);
        if (Adler32.Compute(inflated.Span) != BinaryPrimitives.ReadUInt32BigEndian(zlib.Span[^TrailerLength..]))
            throw SourceErrors.Protocol(ProtocolFault.ZlibChecksum);
        return inflated;
    }

    int ReadAll(DeflateInput input, ReadOnlyMemory<byte> deflated, long limit)
    {
        using var deflate = new DeflateStream(input, CompressionMode.Decompress);
        for (int count = 0; ;)
        {
            // Larger than any real answer: a look at how large costs time and no memory.
            if (count == _buffer.Length)
                Array.Resize(ref _buffer, count < LargeBuffer ? Math.Max(FirstBuffer, count * 2) : Measure(deflated, limit) + 1);
            int read = Read(deflate, _buffer.AsSpan(count));
            if (read == 0)
                return count;
            count += read;
            if (count > limit)
                throw SourceErrors.Protocol(ProtocolFault.ZlibSize);
        }
    }

    static int Measure(ReadOnlyMemory<byte> deflated, long limit)
    {
        using var deflate = new DeflateStream(new DeflateInput(deflated), CompressionMode.Decompress);
        byte[] room = new byte[FirstBuffer];
        int count = 0;
        while (Read(deflate, room) is > 0 and int read)
        {
            count += read;
            if (count > limit)
                throw SourceErrors.Protocol(ProtocolFault.ZlibSize);
        }
        return count;
    }

    static int Read(DeflateStream deflate, Span<byte> room)
    {
        try
        {
            return deflate.Read(room);
        }
        catch (InvalidDataException e)
        {
            throw SourceErrors.Protocol(ProtocolFault.Zlib, inner: e);
        }
    }

    /// <summary>Method deflate, a window of at most 32 KiB, no preset dictionary, check bits right.</summary>
    static bool IsHeader(ReadOnlySpan<byte> zlib) =>
        (zlib[0] & 0x0F) == 8 && zlib[0] >> 4 <= 7 && (zlib[1] & 0x20) == 0 && (zlib[0] << 8 | zlib[1]) % 31 == 0;
}

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

/// <summary>The checksum at the end of a zlib stream (RFC 1950).</summary>
static class Adler32
{
    const uint Modulus = 65521;

    /// <summary>Most bytes whose sums fit 32 bits without a remainder taken.</summary>
    const int Block = 5552;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        uint a = 1, b = 0;
        while (!bytes.IsEmpty)
        {
            var block = bytes[..Math.Min(Block, bytes.Length)];
            foreach (byte value in block)
            {
                a += value;
                b += a;
            }
            a %= Modulus;
            b %= Modulus;
            bytes = bytes[block.Length..];
        }
        return (b << 16) | a;
    }
}
