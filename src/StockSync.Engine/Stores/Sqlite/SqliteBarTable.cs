using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Engine.Stores.Tables;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>The bar table in a file.</summary>
sealed class SqliteBarTable(StoreDatabase database, StoreTables tables) : BarTable(database, tables)
{
    // The key begins with the day, so there is nothing to prepare.
    public override Task PrepareRangeAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) => Task.CompletedTask;

    // What the planner has to know stands in the schema.
    public override Task AnalyzeAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Without them the planner, which does not know how long the range is, tries all months there are.
    protected override string InMonths(DateOnly from, DateOnly to)
    {
        const int most = 600;
        int months = ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;
        if (months is < 1 or > most)
            return "";
        var first = new DateOnly(from.Year, from.Month, 1);
        var texts = Enumerable.Range(0, months).Select(month => $"'{first.AddMonths(month).ToString("yyyy-MM", CultureInfo.InvariantCulture)}'");
        return $" and substr(trade_date, 1, 7) in ({string.Join(", ", texts)})";
    }

    protected override async Task WriteAsync(
        StoreConnection connection,
        CommitBatch batch,
        StoreCommit commit,
        Dictionary<DateOnly, RowCounts> perDay,
        CancellationToken cancellationToken)
    {
        await connection.RunAsync(batch.Opening, cancellationToken);
        batch.CheckRight();
        if (commit.Bars is { Count: > 0 } bars)
        {
            using var writer = new SqliteBarWriter(((SqliteStoreConnection)connection).Connection);
            writer.Write(bars, perDay, cancellationToken);
        }
        await connection.RunAsync(batch.Counting, cancellationToken);
    }
}

/// <summary>
/// Writes rows one by one with two prepared statements: insert what is new, else update what differs. A row that is there, equal,
/// changes no page.
/// </summary>
sealed class SqliteBarWriter : IDisposable
{
    const int CancellationStep = 1024;

    // By position, key first: both statements take the same values, and the second one names some of them twice.
    static readonly string s_values = string.Join(", ", BarColumns.ValueNames.Select((_, i) => $"?{i + 3}"));

    static readonly string s_insert = $"insert into daily_stock_data ({BarColumns.All}) values (?1, ?2, {s_values}) on conflict do nothing";

    static readonly string s_update = $"""
        update daily_stock_data set ({BarColumns.Values}) = ({s_values})
        where trade_date = ?2 and stock_code = ?1 and ({BarColumns.Values}) is not ({s_values})
        """;

    readonly SqliteConnection _connection;
    readonly SqliteBarStatement _insert, _update;

    public SqliteBarWriter(SqliteConnection connection)
    {
        _connection = connection;
        _insert = new SqliteBarStatement(connection, s_insert);
        _update = new SqliteBarStatement(connection, s_update);
    }

    public void Write(BarBatch bars, Dictionary<DateOnly, RowCounts> perDay, CancellationToken cancellationToken)
    {
        var day = default(DateOnly);
        byte[] dayText = [];
        var counts = default(RowCounts);
        for (int i = 0; i < bars.Count; i++)
        {
            if (i % CancellationStep == 0)
                cancellationToken.ThrowIfCancellationRequested();
            ref var row = ref bars[i];
            if (i == 0 || row.Date != day)
            {
                if (i > 0)
                    perDay[day] = counts;
                (day, counts) = (row.Date, default);
                dayText = Encoding.ASCII.GetBytes(day.Text());
            }
            counts += Write(row, dayText);
        }
        if (bars.Count > 0)
            perDay[day] = counts;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }

    RowCounts Write(in BarRow row, byte[] day) =>
        HasChanged(_insert, row, day) ? new RowCounts(1, 0, 0)
        : HasChanged(_update, row, day) ? new RowCounts(0, 1, 0)
        : new RowCounts(0, 0, 1);

    bool HasChanged(SqliteBarStatement statement, in BarRow row, byte[] day)
    {
        statement.Run(row, day);
        return raw.sqlite3_changes(_connection.Handle) > 0;
    }
}

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

/// <summary>Scaled integers as doubles: the nearest double of the decimal, so that 9.69 is written and read as 9.69.</summary>
static class ScaledNumber
{
    // Up to here the integer itself is exact as a double, and IEEE division rounds only once.
    const long ExactLimit = 1L << 53;

    public static double ToDouble(long scaled, int scale) => Math.Abs(scaled) <= ExactLimit
        ? scaled / (double)scale
        : double.Parse(((decimal)scaled / scale).ToString(CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
