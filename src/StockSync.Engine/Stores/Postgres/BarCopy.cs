using System.Buffers;
using System.Buffers.Binary;
using Npgsql;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>
/// Sends rows by binary COPY, stock by stock: the days of a transaction lie side by side in the table, so that a stock's history is read from
/// fewer pages, and the key is filled from left to right.
/// </summary>
static class BarCopy
{
    const int BufferSize = 64 * 1024;

    public static async Task SendAsync(NpgsqlConnection connection, string sql, BarBatch bars, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long[] order = ArrayPool<long>.Shared.Rent(bars.Count);
        try
        {
            Arrange(bars, order);
            var stream = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
            try
            {
                for (int next = 0; next <= bars.Count;)
                {
                    int length = Fill(buffer, bars, order, ref next);
                    await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                }
            }
            catch
            {
                await GiveUpAsync(stream);
                throw;
            }
            // Ends the copy: only here does the server say whether it took the rows.
            await stream.DisposeAsync();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            ArrayPool<long>.Shared.Return(order);
        }
    }

    // They come by day and code: what stands lower in the number keeps the days of a stock in order.
    static void Arrange(BarBatch bars, long[] order)
    {
        for (int i = 0; i < bars.Count; i++)
            order[i] = ((long)bars[i].Code.Number << 32) | (uint)i;
        Array.Sort(order, 0, bars.Count);
    }

    // The header goes before row 0, the trailer after the last; one more than the last means all is written.
    static int Fill(byte[] buffer, BarBatch bars, long[] order, ref int next)
    {
        var encoder = new BarCopyEncoder(buffer);
        if (next == 0)
            encoder.WriteHeader();
        while (next < bars.Count && encoder.HasRoom)
            encoder.Write(bars[(int)order[next++]]);
        if (next == bars.Count && encoder.HasRoom)
        {
            encoder.WriteTrailer();
            next++;
        }
        return encoder.Length;
    }

    static async Task GiveUpAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The first failure is the one to tell.
        }
    }
}

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

/// <summary>
/// PostgreSQL's binary form of numeric: digits in base 10,000 around an implied point. Written straight from the scaled integer, so no
/// decimal is built and no digit can change on the way.
/// </summary>
static class NumericEncoder
{
    /// <summary>The longest value: length, header, and the digits of a 64-bit number with six decimals.</summary>
    public const int MaxSize = 4 + 8 + (2 * 7);

    const int Base = 10_000;
    const short Negative = 0x4000;

    /// <summary>Writes a field: its length and its value.</summary>
    /// <param name="scaled">The value times ten to the power of <paramref name="decimals"/>.</param>
    /// <param name="decimals">Four or six.</param>
    /// <param name="target">At least <see cref="MaxSize"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(long scaled, int decimals, Span<byte> target)
    {
        ulong magnitude = scaled < 0 ? 0UL - (ulong)scaled : (ulong)scaled;
        Span<short> digits = stackalloc short[7];
        int count = digits.Length;
        // From the last digit to the first: the decimals fill one place, or one and a half (the half moves left by 100).
        if (decimals == 4)
        {
            digits[--count] = (short)(magnitude % Base);
            magnitude /= Base;
        }
        else
        {
            uint fraction = (uint)(magnitude % BarRow.RateScale);
            magnitude /= BarRow.RateScale;
            digits[--count] = (short)(fraction % 100 * 100);
            digits[--count] = (short)(fraction / 100);
        }
        int point = count;
        while (magnitude > 0)
        {
            digits[--count] = (short)(magnitude % Base);
            magnitude /= Base;
        }

        int first = count;
        int end = digits.Length;
        while (first < end && digits[first] == 0)
            first++;
        while (end > first && digits[end - 1] == 0)
            end--;

        int length = 8 + (2 * (end - first));
        BinaryPrimitives.WriteInt32BigEndian(target, length);
        BinaryPrimitives.WriteInt16BigEndian(target[4..], (short)(end - first));
        BinaryPrimitives.WriteInt16BigEndian(target[6..], (short)(first == end ? 0 : point - first - 1));
        BinaryPrimitives.WriteInt16BigEndian(target[8..], scaled < 0 ? Negative : (short)0);
        BinaryPrimitives.WriteInt16BigEndian(target[10..], (short)decimals);
        for (int i = first; i < end; i++)
            BinaryPrimitives.WriteInt16BigEndian(target[(12 + (2 * (i - first)))..], digits[i]);
        return 4 + length;
    }
}
