using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Bars;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

/// <summary>The statements that write bars.</summary>
static class BarSql
{
    public const string CopyIntoTable = $"copy daily_stock_data ({BarColumns.All}) from stdin (format binary)";

    public const string CopyIntoStage = $"copy stocksync_stage ({BarColumns.All}) from stdin (format binary)";

    // In the transaction that uses it, so that it lives in the session the pooler gave to that transaction.
    public const string CreateStage = "create temp table stocksync_stage (like daily_stock_data) on commit drop";

    public static readonly string UpsertStage = Upsert("stocksync_stage");

    public static readonly string UpsertDay = Upsert(Day);

    // Of a day that is believed to be new: a third of the upsert's time, and an error where a row was there after all.
    public const string InsertDay = $"insert into daily_stock_data ({BarColumns.All}) select {BarColumns.All} from {Day} u";

    // Prices and rates come as scaled integers: 118 bytes a row, against 187 of COPY. An exact integer times an exact power of ten is
    // exact, and its scale is that of the column.
    const string Day = """
        (select c as stock_code, @lo::date as trade_date, o * 0.0001 as open_price, h * 0.0001 as high_price, l * 0.0001 as low_price,
            e * 0.0001 as close_price, p * 0.0001 as preclose_price, v::bigint as volume, a * 0.0001 as amount,
            cp * 0.000001 as change_pct, (e - p) * 0.0001 as change_amount, tr * 0.000001 as turnover_rate,
            am * 0.000001 as amplitude, ts as trade_status, st as is_st, pe * 0.000001 as pe_ttm, pb * 0.000001 as pb_mrq,
            ps * 0.000001 as ps_ttm, pc * 0.000001 as pcf_ncf_ttm
        from unnest(@c, @o, @h, @l, @e, @p, @v, @a, @cp, @tr, @am, @ts, @st, @pe, @pb, @ps, @pc)
            as x(c, o, h, l, e, p, v, a, cp, tr, am, ts, st, pe, pb, ps, pc))
        """;

    // Equal rows are taken out before the insert: ON CONFLICT … WHERE would lock and log every one of them first. The join is bounded by
    // the dates, or a table without statistics is scanned whole. The last WHERE is for a race with another writer only. What was new is
    // told by the join: a partitioned table cannot return xmax.
    static string Upsert(string source) => $"""
        with changed as materialized (
            select u.*, o.stock_code is null as is_new from {source} u
            left join daily_stock_data o on o.stock_code = u.stock_code and o.trade_date = u.trade_date
                and o.trade_date between @lo and @hi
            where o.stock_code is null or ({BarColumns.Of("o")}) is distinct from ({BarColumns.Of("u")})),
        written as (
            insert into daily_stock_data as t ({BarColumns.All}) select {BarColumns.All} from changed
            on conflict (stock_code, trade_date) do update set ({BarColumns.Values}) = ({BarColumns.Of("excluded")})
            where ({BarColumns.Of("t")}) is distinct from ({BarColumns.Of("excluded")})
            returning t.stock_code, t.trade_date)
        select w.trade_date, count(*) filter (where c.is_new), count(*) filter (where not c.is_new)
        from written w join changed c on c.stock_code = w.stock_code and c.trade_date = w.trade_date group by w.trade_date
        """;
}

/// <summary>
/// The rows of one day as one array a column: the parameters of <see cref="BarSql.UpsertDay"/> and <see cref="BarSql.InsertDay"/>.
/// </summary>
static class DayColumns
{
    delegate long Field(in BarRow row);

    /// <summary>Writes what the table does not have like that.</summary>
    public static Statement Upsert(BarBatch bars) => Of(BarSql.UpsertDay, bars).With("hi", bars[0].Date);

    /// <summary>Writes rows that the table does not have at all.</summary>
    public static Statement Insert(BarBatch bars) => Of(BarSql.InsertDay, bars);

    static Statement Of(string sql, BarBatch bars)
    {
        var statement = new Statement(sql).With("lo", bars[0].Date);
        var codes = new string[bars.Count];
        var traded = new bool[bars.Count];
        var special = new bool[bars.Count];
        for (int i = 0; i < bars.Count; i++)
        {
            ref var row = ref bars[i];
            codes[i] = row.Code.ToString();
            traded[i] = row.TradeStatus;
            special[i] = row.IsST;
        }
        return statement
            .With("c", codes).With("ts", traded).With("st", special)
            .With("o", Numbers(bars, static (in row) => row.Open))
            .With("h", Numbers(bars, static (in row) => row.High))
            .With("l", Numbers(bars, static (in row) => row.Low))
            .With("e", Numbers(bars, static (in row) => row.Close))
            .With("p", Numbers(bars, static (in row) => row.Preclose))
            .With("v", Numbers(bars, static (in row) => row.Volume))
            .With("a", Numbers(bars, static (in row) => row.Amount))
            .With("cp", Numbers(bars, static (in row) => row.ChangePct))
            .With("tr", Numbers(bars, static (in row) => row.TurnoverRate))
            .With("am", Numbers(bars, static (in row) => row.Amplitude))
            .With("pe", Numbers(bars, static (in row) => row.PeTtm))
            .With("pb", Numbers(bars, static (in row) => row.PbMrq))
            .With("ps", Numbers(bars, static (in row) => row.PsTtm))
            .With("pc", Numbers(bars, static (in row) => row.PcfNcfTtm));
    }

    // Four bytes a value where all of the column fit, which is the rule for prices: on a slow uplink the bytes are the time.
    static object Numbers(BarBatch bars, Field field)
    {
        bool fits = true;
        foreach (ref var row in bars.Rows)
        {
            long value = field(row);
            fits &= value == BarRow.Missing || (value >= int.MinValue / 2 && value <= int.MaxValue / 2);
        }
        if (fits)
        {
            var narrow = new int?[bars.Count];
            for (int i = 0; i < narrow.Length; i++)
                narrow[i] = field(bars[i]) is var value && value == BarRow.Missing ? null : (int)value;
            return narrow;
        }
        var wide = new long?[bars.Count];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = field(bars[i]) is var value && value == BarRow.Missing ? null : value;
        return wide;
    }
}
