using System.Buffers;
using StockSync.Engine.Sources.Baostock.Protocol;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>
/// Goes over the rows of <c>{"record":[["v","v"],["v","v"]]}</c> without a string per field: one market day is a megabyte. Not a JSON
/// parser on purpose, for two reasons: values may hold raw control characters, and everything but rows of strings is refused.
/// </summary>
ref struct RecordScanner
{
    /// <summary>Bytes that the scratch space needs: a whole field, decoded.</summary>
    public const int ScratchLength = Wire.MaxFieldChars * 4;

    /// <summary>What ends a field, or means that it cannot be read in place: quote, backslash, blanks and control characters.</summary>
    static readonly SearchValues<byte> s_special =
        SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, ' ' + 1).Select(b => (byte)b)]);

    readonly ReadOnlySpan<byte> _text;
    readonly Span<RawField> _fields;
    readonly Span<byte> _scratch;
    int _at;
    int _rowStart;
    bool _isOver;

    /// <param name="text">The data slot; empty means no rows.</param>
    /// <param name="fields">Room for one row: as many as there are columns.</param>
    /// <param name="scratch">Room for <see cref="ScratchLength"/> bytes.</param>
    public RecordScanner(ReadOnlySpan<byte> text, Span<RawField> fields, Span<byte> scratch)
    {
        _text = text;
        _fields = fields;
        _scratch = scratch;
        SkipBlanks();
        _isOver = _at == text.Length;
        if (_isOver)
            return;
        Take((byte)'{');
        SkipBlanks();
        foreach (byte b in "\"record\""u8)
            TakeExactly(b);
        Take((byte)':');
        Take((byte)'[');
    }

    /// <summary>Rows read so far.</summary>
    public int Rows { get; private set; }

    /// <summary>The row as received, from bracket to bracket.</summary>
    public readonly ReadOnlySpan<byte> RowText => _text[_rowStart.._at];

    /// <summary>Moves to the next row. False after the last one, when the text ended as it must.</summary>
    public bool Read()
    {
        if (_isOver)
            return false;
        SkipBlanks();
        if (Rows == 0 ? TryTake((byte)']') : !TryTake((byte)','))
        {
            if (Rows > 0)
                Take((byte)']');
            Take((byte)'}');
            SkipBlanks();
            if (_at != _text.Length)
                throw SourceErrors.Protocol(ProtocolFault.Table);
            _isOver = true;
            return false;
        }

        SkipBlanks();
        if (++Rows > Wire.MaxRows)
            throw SourceErrors.Protocol(ProtocolFault.RowCount);
        _rowStart = _at;
        Take((byte)'[');
        for (int i = 0; i < _fields.Length; i++)
        {
            if (i > 0)
                TakeBetweenFields((byte)',');
            _fields[i] = ReadField();
        }
        TakeBetweenFields((byte)']');
        return true;
    }

    /// <summary>
    /// A field of the row with escapes resolved and white space and control characters taken out, as the service's own client does it.
    /// Valid until the next call.
    /// </summary>
    public readonly ReadOnlySpan<byte> Value(int column)
    {
        var field = _fields[column];
        var raw = _text.Slice(field.Start, field.Length);
        return field.IsPlain ? raw : FieldText.Decode(raw, _scratch);
    }

    RawField ReadField()
    {
        Take((byte)'"');
        var rest = _text[_at..];
        bool isPlain = true;
        for (int i = 0; ; i++)
        {
            int next = rest[i..].IndexOfAny(s_special);
            i += next;
            if (next < 0)
                throw SourceErrors.Protocol(ProtocolFault.Table);
            if (rest[i] == '"')
            {
                if (i > Wire.MaxFieldChars && (i > ScratchLength || CountCharacters(rest[..i]) > Wire.MaxFieldChars))
                    throw SourceErrors.Protocol(ProtocolFault.FieldLength);
                var field = new RawField(_at, i, isPlain);
                _at += i + 1;
                return field;
            }
            isPlain = false;
            if (rest[i] == '\\' && ++i == rest.Length)
                throw SourceErrors.Protocol(ProtocolFault.Table);
        }
    }

    static int CountCharacters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        return count;
    }

    void TakeBetweenFields(byte expected)
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] != expected && _text[_at] is (byte)',' or (byte)']')
            throw SourceErrors.Protocol(ProtocolFault.FieldCount);
        Take(expected);
    }

    void Take(byte expected)
    {
        SkipBlanks();
        TakeExactly(expected);
    }

    void TakeExactly(byte expected)
    {
        if (_at == _text.Length || _text[_at] != expected)
            throw SourceErrors.Protocol(ProtocolFault.Table);
        _at++;
    }

    bool TryTake(byte expected)
    {
        SkipBlanks();
        if (_at == _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] <= ' ')
            _at++;
    }
}
