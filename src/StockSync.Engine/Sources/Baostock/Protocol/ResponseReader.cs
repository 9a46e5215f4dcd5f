using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Unicode;

namespace StockSync.Engine.Sources.Baostock.Protocol;

/// <summary>
/// Bytes in, one answer out, however the bytes are cut. The caller asks for room, fills it, and says how much it filled. A plain answer
/// ends with the end mark and is proven by its checksum and character count; a compressed one is cut by its byte count, because its
/// bytes may contain anything, and is proven by the zlib stream's own checksum. (The number in its trailer fits no known formula.)
/// </summary>
sealed class ResponseReader
{
    const int SmallestRoom = 4096;

    /// <summary>Separator, checksum of at most ten digits, end mark, and one byte to see that there is more than that.</summary>
    const int MaxPlainTrailer = 32;

    /// <summary>No answer needs more room.</summary>
    const int MostRoom = Wire.HeaderLength + Wire.MaxPayload + MaxPlainTrailer + (2 * SmallestRoom);

    /// <summary>Buffers above this size are not kept for the next answer.</summary>
    const int KeptBuffer = 4 << 20;

    readonly ZlibInflater _inflater = new();
    byte[] _buffer = new byte[4 * SmallestRoom];
    int _searched;
    ResponseHeader? _header;

    /// <summary>Bytes of the answer on the wire so far.</summary>
    public int Received { get; private set; }

    /// <summary>The type of the complete answer.</summary>
    public string Type => _header!.Value.Type;

    /// <summary>The body of the complete answer, inflated, strict UTF-8. Valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Makes ready for the next answer.</summary>
    public void Reset()
    {
        if (_buffer.Length > KeptBuffer)
            _buffer = new byte[4 * SmallestRoom];
        _inflater.Trim(KeptBuffer);
        Received = 0;
        _searched = Wire.HeaderLength;
        _header = null;
        Body = default;
    }

    /// <summary>Room for the next bytes.</summary>
    public Memory<byte> GetRoom()
    {
        // Grows with what has come, not with what the header claims.
        if (_buffer.Length - Received < SmallestRoom)
            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, MostRoom));
        return _buffer.AsMemory(Received);
    }

    /// <summary>Takes in the bytes put into the room. True when the answer is complete.</summary>
    /// <exception cref="StockSyncException">The bytes are no answer.</exception>
    public bool Advance(int count)
    {
        Received += count;
        if (Received < Wire.HeaderLength)
            return false;
        _header ??= ResponseHeader.Parse(_buffer);
        return _header.Value.IsCompressed ? AdvanceCompressed(_header.Value.Length) : AdvancePlain(_header.Value.Length);
    }

    bool AdvancePlain(int length)
    {
        var received = _buffer.AsSpan(0, Received);
        int mark = received[_searched..].IndexOf(Wire.EndMark);
        if (mark < 0)
        {
            if (Received > Math.Min(4L * length, Wire.MaxPayload) + Wire.HeaderLength + MaxPlainTrailer)
                throw SourceErrors.Protocol(ProtocolFault.Length);
            _searched = Math.Max(Wire.HeaderLength, Received - Wire.EndMark.Length + 1);
            return false;
        }

        mark += _searched;
        if (mark + Wire.EndMark.Length != Received)
            throw SourceErrors.Protocol(ProtocolFault.UnaskedBytes);
        int separator = received[..mark].LastIndexOf(Wire.Separator);
        if (separator < Wire.HeaderLength)
            throw SourceErrors.Protocol(ProtocolFault.Trailer);
        var digits = received[(separator + 1)..mark];
        if (!Utf8Parser.TryParse(digits, out uint crc, out int used) || used != digits.Length || digits[0] is (byte)'+')
            throw SourceErrors.Protocol(ProtocolFault.Trailer);
        if (crc != Crc32.HashToUInt32(received[..separator]))
            throw SourceErrors.Protocol(ProtocolFault.Checksum);
        Complete(_buffer.AsMemory(Wire.HeaderLength..separator));
        if (CountCharacters(Body.Span) != length)
            throw SourceErrors.Protocol(ProtocolFault.Length);
        return true;
    }

    bool AdvanceCompressed(int length)
    {
        int end = Wire.HeaderLength + length;
        if (Received <= end || !IsTrailerComplete(_buffer.AsSpan(end..Received)))
            return false;
        Complete(_inflater.Inflate(_buffer.AsMemory(Wire.HeaderLength, length)));
        return true;
    }

    /// <summary>Separator, a number nobody can verify, perhaps a line feed, the end mark. False while bytes are missing.</summary>
    static bool IsTrailerComplete(ReadOnlySpan<byte> trailer)
    {
        if (trailer[0] != Wire.Separator)
            throw SourceErrors.Protocol(ProtocolFault.Trailer);
        int at = 1;
        while (at < trailer.Length && char.IsAsciiDigit((char)trailer[at]))
            at++;
        if (at > 21)
            throw SourceErrors.Protocol(ProtocolFault.Trailer);
        if (at == trailer.Length)
            return false;
        if (at == 1)
            throw SourceErrors.Protocol(ProtocolFault.Trailer);
        if (trailer[at] == '\n')
            at++;

        var rest = trailer[at..];
        if (rest.Length < Wire.EndMark.Length)
            return Wire.EndMark.StartsWith(rest) ? false : throw SourceErrors.Protocol(ProtocolFault.EndMark);
        if (!rest.StartsWith(Wire.EndMark))
            throw SourceErrors.Protocol(ProtocolFault.EndMark);
        return rest.Length == Wire.EndMark.Length ? true : throw SourceErrors.Protocol(ProtocolFault.UnaskedBytes);
    }

    void Complete(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
            throw SourceErrors.Protocol(ProtocolFault.Encoding);
        Body = body;
    }

    /// <summary>Code points: every byte but the continuations (10xxxxxx) begins one.</summary>
    static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }
}

/// <summary>The first 21 bytes of an answer.</summary>
/// <param name="Type">Two characters, upper case.</param>
/// <param name="Length">Characters of a plain body, bytes of a compressed one.</param>
readonly record struct ResponseHeader(string Type, int Length)
{
    public bool IsCompressed => MessageType.IsCompressed(Type);

    /// <summary>Reads it and refuses what no answer can be, a length above the limit among it, before anything is allocated.</summary>
    public static ResponseHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (!IsVersion(bytes[..7]) || bytes[7] != Wire.Separator || !IsTypeCharacter(bytes[8]) || !IsTypeCharacter(bytes[9])
            || bytes[10] != Wire.Separator)
            throw SourceErrors.Protocol(ProtocolFault.Header);

        long length = 0;
        foreach (byte digit in bytes[11..Wire.HeaderLength])
        {
            if (!char.IsAsciiDigit((char)digit))
                throw SourceErrors.Protocol(ProtocolFault.Header);
            length = length * 10 + (digit - '0');
        }
        if (length > Wire.MaxPayload)
            throw SourceErrors.Protocol(ProtocolFault.Length);
        return new ResponseHeader(Encoding.ASCII.GetString(bytes[8..10]), (int)length);
    }

    /// <summary>The form of <c>00.9.00</c>; the numbers are the service's own affair.</summary>
    static bool IsVersion(ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            bool fits = i is 2 or 4 ? text[i] == '.' : char.IsAsciiDigit((char)text[i]);
            if (!fits)
                return false;
        }
        return true;
    }

    static bool IsTypeCharacter(byte b) => char.IsAsciiDigit((char)b) || char.IsAsciiLetterUpper((char)b);
}
