using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The limit of SQLite: one prepared insert, large transactions, nothing checked, nothing recorded.</summary>
sealed class PreparedInserts : IDisposable
{
    const string Pragmas =
        "pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 4000; pragma cache_size = -32768";

    const int DaysOfTransaction = 20;
    const int Columns = 19;

    readonly SqliteConnection _connection;
    readonly SqliteCommand _insert;
    readonly SqliteParameter[] _values;

    public PreparedInserts(string path)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=false");
        _connection.Open();
        Execute(Pragmas);
        _insert = _connection.CreateCommand();
        _values = [.. Enumerable.Range(0, Columns).Select(i => new SqliteParameter { ParameterName = $"@{i}" })];
        _insert.CommandText = $"insert into daily_stock_data values ({string.Join(", ", _values.Select(v => v.ParameterName))})";
        _insert.Parameters.AddRange(_values);
        _insert.Prepare();
    }

    /// <summary>Rows sorted by day, a transaction for each 20 days: seconds from the open file to the last commit.</summary>
    public static double Load(string path, BarBatch rows)
    {
        using var inserts = new PreparedInserts(path);
        return inserts.Add(rows, DaysOfTransaction);
    }

    /// <summary>Writes rows in one transaction, or in one for each so many days, and returns the seconds.</summary>
    public double Add(BarBatch rows, int daysOfTransaction = int.MaxValue)
    {
        long start = Stopwatch.GetTimestamp();
        Execute("begin immediate");
        int days = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Date != rows[i - 1].Date && ++days % daysOfTransaction == 0)
                Execute("commit; begin immediate");
            Fill(_values, rows[i]);
            _insert.ExecuteNonQuery();
        }
        Execute("commit");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }

    static void Fill(SqliteParameter[] values, in BarRow row)
    {
        values[0].Value = row.Code.ToString();
        values[1].Value = row.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        ReadOnlySpan<long> prices = [row.Open, row.High, row.Low, row.Close, row.Preclose];
        for (int i = 0; i < prices.Length; i++)
            values[2 + i].Value = Real(prices[i], BarRow.PriceScale);
        values[7].Value = row.Volume == BarRow.Missing ? DBNull.Value : row.Volume;
        values[8].Value = Real(row.Amount, BarRow.PriceScale);
        values[9].Value = Real(row.ChangePct, BarRow.RateScale);
        values[10].Value = Real(row.ChangeAmount, BarRow.PriceScale);
        values[11].Value = Real(row.TurnoverRate, BarRow.RateScale);
        values[12].Value = Real(row.Amplitude, BarRow.RateScale);
        values[13].Value = row.TradeStatus;
        values[14].Value = row.IsST;
        ReadOnlySpan<long> valuations = [row.PeTtm, row.PbMrq, row.PsTtm, row.PcfNcfTtm];
        for (int i = 0; i < valuations.Length; i++)
            values[15 + i].Value = Real(valuations[i], BarRow.RateScale);
    }

    static object Real(long scaled, int scale) => scaled == BarRow.Missing ? DBNull.Value : scaled / (double)scale;

    void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
