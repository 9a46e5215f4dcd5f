using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Stores.Sqlite;

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
