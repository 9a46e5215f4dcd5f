using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// A prepared statement that takes one row: code, day, and the values in the order of <see cref="Bars.BarColumns"/>. Bound through the
/// library below ADO.NET, where a value is no object: a year of the market has 25 million of them.
/// </summary>
sealed class SqliteBarStatement : IDisposable
{
    const int CodeLength = 6;

    readonly SqliteConnection _connection;
    readonly sqlite3_stmt _statement;

    public SqliteBarStatement(SqliteConnection connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="row">The values.</param>
    /// <param name="day">The row's day as the table has it.</param>
    public void Run(in BarRow row, ReadOnlySpan<byte> day)
    {
        Span<byte> code = stackalloc byte[CodeLength];
        int number = row.Code.Number;
        for (int i = CodeLength - 1; i >= 0; i--, number /= 10)
            code[i] = (byte)('0' + (number % 10));
        Check(raw.sqlite3_bind_text(_statement, 1, code));
        Check(raw.sqlite3_bind_text(_statement, 2, day));
        Price(3, row.Open);
        Price(4, row.High);
        Price(5, row.Low);
        Price(6, row.Close);
        Price(7, row.Preclose);
        Whole(8, row.Volume);
        Price(9, row.Amount);
        Rate(10, row.ChangePct);
        Price(11, row.ChangeAmount);
        Rate(12, row.TurnoverRate);
        Rate(13, row.Amplitude);
        Whole(14, row.TradeStatus ? 1 : 0);
        Whole(15, row.IsST ? 1 : 0);
        Rate(16, row.PeTtm);
        Rate(17, row.PbMrq);
        Rate(18, row.PsTtm);
        Rate(19, row.PcfNcfTtm);
        int result = raw.sqlite3_step(_statement);
        // Reset first: a statement in the middle of its work would keep the transaction from being rolled back.
        int reset = raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            Check(reset == raw.SQLITE_OK ? result : reset);
    }

    public void Dispose() => _statement.Dispose();

    void Price(int position, long scaled) => Number(position, scaled, BarRow.PriceScale);

    void Rate(int position, long scaled) => Number(position, scaled, BarRow.RateScale);

    void Number(int position, long scaled, int scale) => Check(scaled == BarRow.Missing
        ? raw.sqlite3_bind_null(_statement, position)
        : raw.sqlite3_bind_double(_statement, position, ScaledNumber.ToDouble(scaled, scale)));

    void Whole(int position, long value) => Check(value == BarRow.Missing
        ? raw.sqlite3_bind_null(_statement, position)
        : raw.sqlite3_bind_int64(_statement, position, value));

    void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _connection.Handle);
    }
}
