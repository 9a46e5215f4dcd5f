using System.Globalization;
using Microsoft.Data.Sqlite;
using StockSync.Engine.Stores.Bars;

namespace StockSync.Engine.Stores.Sqlite;

/// <summary>
/// Writes rows one by one with two prepared statements: insert what is new, else update what differs. A row that is there, equal,
/// changes no page.
/// </summary>
sealed class SqliteBarWriter : IDisposable
{
    const int CancellationStep = 1024;

    static readonly string s_names = string.Join(", ", BarColumns.ValueNames.Select(name => "@" + name));
    static readonly string s_insert =
        $"insert into daily_stock_data ({BarColumns.All}) values (@stock_code, @trade_date, {s_names}) on conflict do nothing";

    static readonly string s_update = $"""
        update daily_stock_data set ({BarColumns.Values}) = ({s_names})
        where trade_date = @trade_date and stock_code = @stock_code and ({BarColumns.Values}) is not ({s_names})
        """;

    readonly SqliteCommand _insert, _update;
    readonly SqliteParameter[] _values;

    public SqliteBarWriter(SqliteConnection connection)
    {
        (_insert, _update) = (connection.CreateCommand(), connection.CreateCommand());
        (_insert.CommandText, _update.CommandText) = (s_insert, s_update);
        _values = [.. BarColumns.All.Split(", ").Select(name => new SqliteParameter { ParameterName = "@" + name })];
        // A parameter belongs to one collection, so the second command has copies that are filled only when it runs.
        _insert.Parameters.AddRange(_values);
        foreach (var value in _values)
            _update.Parameters.Add(new SqliteParameter { ParameterName = value.ParameterName });
        _insert.Prepare();
        _update.Prepare();
    }

    public void Write(BarBatch bars, Dictionary<DateOnly, RowCounts> perDay, CancellationToken cancellationToken)
    {
        var day = default(DateOnly);
        string dayText = "";
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
                dayText = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            }
            counts += Write(row, dayText);
            FailPoint.Hit(FailPoint.InRows);
        }
        if (bars.Count > 0)
            perDay[day] = counts;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
    }

    RowCounts Write(in BarRow row, string day)
    {
        _values[0].Value = row.Code.ToString();
        _values[1].Value = day;
        _values[2].Value = Price(row.Open);
        _values[3].Value = Price(row.High);
        _values[4].Value = Price(row.Low);
        _values[5].Value = Price(row.Close);
        _values[6].Value = Price(row.Preclose);
        _values[7].Value = row.Volume == BarRow.Missing ? DBNull.Value : row.Volume;
        _values[8].Value = Price(row.Amount);
        _values[9].Value = Rate(row.ChangePct);
        _values[10].Value = Price(row.ChangeAmount);
        _values[11].Value = Rate(row.TurnoverRate);
        _values[12].Value = Rate(row.Amplitude);
        _values[13].Value = row.TradeStatus;
        _values[14].Value = row.IsST;
        _values[15].Value = Rate(row.PeTtm);
        _values[16].Value = Rate(row.PbMrq);
        _values[17].Value = Rate(row.PsTtm);
        _values[18].Value = Rate(row.PcfNcfTtm);
        if (_insert.ExecuteNonQuery() == 1)
            return new RowCounts(1, 0, 0);
        for (int i = 0; i < _values.Length; i++)
            _update.Parameters[i].Value = _values[i].Value;
        return _update.ExecuteNonQuery() == 1 ? new RowCounts(0, 1, 0) : new RowCounts(0, 0, 1);
    }

    static object Price(long scaled) => scaled == BarRow.Missing ? DBNull.Value : ScaledNumber.ToDouble(scaled, BarRow.PriceScale);

    static object Rate(long scaled) => scaled == BarRow.Missing ? DBNull.Value : ScaledNumber.ToDouble(scaled, BarRow.RateScale);
}
