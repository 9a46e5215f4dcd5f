using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The limit of SQLite: one prepared insert, a transaction for each 20 days, nothing checked, nothing recorded.</summary>
static class PreparedInserts
{
    const string Pragmas =
        "pragma journal_mode = wal; pragma synchronous = normal; pragma wal_autocheckpoint = 4000; pragma cache_size = -65536";

    const int DaysOfTransaction = 20;
    const int Columns = 19;

    /// <summary>Seconds from the open file to the last commit.</summary>
    public static double Load(string path, BarBatch rows)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=false");
        connection.Open();
        Execute(connection, Pragmas);
        using var insert = connection.CreateCommand();
        var values = Enumerable.Range(0, Columns).Select(i => new SqliteParameter { ParameterName = $"@{i}" }).ToArray();
        insert.CommandText = $"insert into daily_stock_data values ({string.Join(", ", values.Select(v => v.ParameterName))})";
        insert.Parameters.AddRange(values);
        insert.Prepare();

        long start = Stopwatch.GetTimestamp();
        Execute(connection, "begin immediate");
        int days = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Date != rows[i - 1].Date && ++days % DaysOfTransaction == 0)
                Execute(connection, "commit; begin immediate");
            Fill(values, rows[i]);
            insert.ExecuteNonQuery();
        }
        Execute(connection, "commit");
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
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

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
