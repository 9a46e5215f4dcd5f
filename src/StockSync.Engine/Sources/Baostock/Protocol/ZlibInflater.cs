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
