using System.Text;

namespace StockSync.Engine.Sources.Baostock.Protocol;

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
