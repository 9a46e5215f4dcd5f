using System.Buffers.Text;
using System.Text;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>Decodes the text between the quotes of a field.</summary>
static class FieldText
{
    /// <summary>
    /// Resolves JSON escapes and drops ASCII white space and control characters, escaped ones too. The result stands in
    /// <paramref name="target"/>, which must be as long as <paramref name="raw"/>.
    /// </summary>
    public static ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        int length = 0;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                if (raw[i] > ' ')
                    target[length++] = raw[i];
                continue;
            }
            var rune = ReadEscape(raw, ref i);
            if (rune.Value > ' ')
                length += rune.EncodeToUtf8(target[length..]);
        }
        return target[..length];
    }

    /// <summary>The escape that begins at <paramref name="at"/>, which is left on its last byte.</summary>
    static Rune ReadEscape(ReadOnlySpan<byte> raw, ref int at)
    {
        if (++at == raw.Length)
            throw SourceErrors.Protocol(ProtocolFault.Table);
        switch (raw[at])
        {
            case (byte)'"' or (byte)'\\' or (byte)'/':
                return new Rune(raw[at]);
            case (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                return new Rune(' ');
            case (byte)'u':
                char first = ReadHex(raw, ref at);
                if (Rune.TryCreate(first, out var rune))
                    return rune;
                if (at + 2 < raw.Length && raw[at + 1] == '\\' && raw[at + 2] == 'u')
                {
                    at += 2;
                    if (Rune.TryCreate(first, ReadHex(raw, ref at), out rune))
                        return rune;
                }
                break;
        }
        throw SourceErrors.Protocol(ProtocolFault.Table);
    }

    static char ReadHex(ReadOnlySpan<byte> raw, ref int at)
    {
        var digits = raw[(at + 1)..];
        if (digits.Length < 4 || !Utf8Parser.TryParse(digits[..4], out ushort value, out int used, 'x') || used != 4)
            throw SourceErrors.Protocol(ProtocolFault.Table);
        at += 4;
        return (char)value;
    }
}
