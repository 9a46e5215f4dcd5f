using System.Buffers.Binary;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>Rows in the binary form of <c>COPY … FROM STDIN (FORMAT BINARY)</c>, in the order of <see cref="Bars.BarColumns"/>.</summary>
ref struct BarCopyEncoder(Span<byte> buffer)
{
    /// <summary>No row is longer: 19 fields, each no longer than the longest numeric.</summary>
    public const int MaxRowSize = 2 + (Columns * NumericEncoder.MaxSize);

    const short Columns = 19;
    const int Null = -1;

    // Day 0 of PostgreSQL's date.
    static readonly int s_epoch = new DateOnly(2000, 1, 1).DayNumber;

    readonly Span<byte> _buffer = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public readonly bool HasRoom => _buffer.Length - Length >= MaxRowSize;

    public void WriteHeader()
    {
        // PGCOPY\n\xFF\r\n\0, no flags, no extension. (As a UTF-8 literal the byte FF would become two.)
        ReadOnlySpan<byte> signature = [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00, 0, 0, 0, 0, 0, 0, 0, 0];
        signature.CopyTo(_buffer);
        Length = signature.Length;
    }

    public void WriteTrailer()
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer[Length..], -1);
        Length += 2;
    }

    public void Write(in BarRow row)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer[Length..], Columns);
        Length += 2;
        Code(row.Code.Number);
        Day(row.Date);
        Price(row.Open);
        Price(row.High);
        Price(row.Low);
        Price(row.Close);
        Price(row.Preclose);
        Whole(row.Volume);
        Price(row.Amount);
        Rate(row.ChangePct);
        Price(row.ChangeAmount);
        Rate(row.TurnoverRate);
        Rate(row.Amplitude);
        Flag(row.TradeStatus);
        Flag(row.IsST);
        Rate(row.PeTtm);
        Rate(row.PbMrq);
        Rate(row.PsTtm);
        Rate(row.PcfNcfTtm);
    }

    void Code(int number)
    {
        Int32(6);
        for (int i = 5; i >= 0; i--)
        {
            _buffer[Length + i] = (byte)('0' + (number % 10));
            number /= 10;
        }
        Length += 6;
    }

    void Day(DateOnly day)
    {
        Int32(4);
        Int32(day.DayNumber - s_epoch);
    }

    void Price(long scaled) => Number(scaled, 4);

    void Rate(long scaled) => Number(scaled, 6);

    void Number(long scaled, int decimals)
    {
        if (scaled == BarRow.Missing)
            Int32(Null);
        else
            Length += NumericEncoder.Write(scaled, decimals, _buffer[Length..]);
    }

    void Whole(long value)
    {
        if (value == BarRow.Missing)
        {
            Int32(Null);
            return;
        }
        Int32(8);
        BinaryPrimitives.WriteInt64BigEndian(_buffer[Length..], value);
        Length += 8;
    }

    void Flag(bool value)
    {
        Int32(1);
        _buffer[Length++] = value ? (byte)1 : (byte)0;
    }

    void Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer[Length..], value);
        Length += 4;
    }
}
