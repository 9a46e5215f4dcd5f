using System.Globalization;
using System.Text;
using Npgsql;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The upsert of the original design: 500 rows as text in one statement, every conflicting row written again.</summary>
static class MultiValueUpsert
{
    public const int RowsOfStatement = 500;

    static readonly string[] s_columns =
    [
        "open_price", "high_price", "low_price", "close_price", "preclose_price", "volume", "amount", "change_pct", "change_amount",
        "turnover_rate", "amplitude", "trade_status", "is_st", "pe_ttm", "pb_mrq", "ps_ttm", "pcf_ncf_ttm",
    ];

    static readonly string s_head = $"insert into daily_stock_data (stock_code, trade_date, {string.Join(", ", s_columns)}) values ";

    static readonly string s_tail =
        $" on conflict (stock_code, trade_date) do update set {string.Join(", ", s_columns.Select(c => $"{c} = excluded.{c}"))}";

    /// <summary>The original's table: not partitioned, the stock first in the key.</summary>
    public const string CreateTable = """
        create table daily_stock_data (
            stock_code varchar(6) not null, trade_date date not null,
            open_price numeric(12,4), high_price numeric(12,4), low_price numeric(12,4), close_price numeric(12,4),
            preclose_price numeric(12,4), volume bigint, amount numeric(20,4), change_pct numeric(12,6), change_amount numeric(12,4),
            turnover_rate numeric(12,6), amplitude numeric(14,6), trade_status boolean not null, is_st boolean not null,
            pe_ttm numeric(20,6), pb_mrq numeric(20,6), ps_ttm numeric(20,6), pcf_ncf_ttm numeric(20,6),
            primary key (stock_code, trade_date));
        create index on daily_stock_data (trade_date);
        """;

    /// <summary>Writes the rows, one statement and one transaction each 500.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, BarBatch rows)
    {
        for (int first = 0; first < rows.Count; first += RowsOfStatement)
        {
            await using var command = new NpgsqlCommand(Statement(rows, first, Math.Min(RowsOfStatement, rows.Count - first)), connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    static string Statement(BarBatch rows, int first, int count)
    {
        var text = new StringBuilder(s_head, s_head.Length + (count * 200) + s_tail.Length);
        for (int i = first; i < first + count; i++)
        {
            text.Append(i == first ? "(" : ",(");
            Append(text, rows[i]);
            text.Append(')');
        }
        return text.Append(s_tail).ToString();
    }

    static void Append(StringBuilder text, in BarRow row)
    {
        text.Append(CultureInfo.InvariantCulture, $"'{row.Code}','{row.Date:yyyy-MM-dd}'");
        var values = BarDecimal.All(row);
        for (int i = 0; i < values.Length; i++)
        {
            bool isFlag = s_columns[i] is "trade_status" or "is_st";
            if (isFlag)
                text.Append(values[i] == 1 ? ",true" : ",false");
            else if (values[i] is { } value)
                text.Append(CultureInfo.InvariantCulture, $",{value}");
            else
                text.Append(",null");
        }
    }
}
