using System.Buffers.Binary;
using System.IO.Compression;

namespace StockSync.Engine.Sources.Baostock;

/// <summary>
/// Inflates a zlib stream (RFC 1950) that must be whole and sound. The base library's own zlib stream returns what it got from a
/// truncated one and does not miss an absent checksum, so header, end and Adler-32 are checked here.
/// </summary>
sealed class ZlibInflater
{
    const int HeaderLength = 2, TrailerLength = 4;
    const int FirstBuffer = 64 << 10;

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

        var input = new DeflateInput(zlib[HeaderLength..^TrailerLength]);
        int count = ReadAll(input, Math.Min(Wire.MaxInflated, (long)Wire.MaxRatio * zlib.Length));
        if (!input.EndedExactly)
            throw SourceErrors.Protocol(ProtocolFault.Zlib);

        var inflated = _buffer.AsMemory(0, count);
        if (Adler32.Compute(inflated.Span) != BinaryPrimitives.ReadUInt32BigEndian(zlib.Span[^TrailerLength..]))
            throw SourceErrors.Protocol(ProtocolFault.ZlibChecksum);
        return inflated;
    }

    int ReadAll(DeflateInput input, long limit)
    {
        using var deflate = new DeflateStream(input, CompressionMode.Decompress);
        int count = 0;
        try
        {
            while (true)
            {
                if (count == _buffer.Length)
                    Array.Resize(ref _buffer, Math.Max(FirstBuffer, _buffer.Length * 2));
                int read = deflate.Read(_buffer.AsSpan(count));
                if (read == 0)
                    return count;
                count += read;
                if (count > limit)
                    throw SourceErrors.Protocol(ProtocolFault.ZlibSize);
            }
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
