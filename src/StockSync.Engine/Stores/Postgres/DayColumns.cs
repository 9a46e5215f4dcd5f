using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Postgres;

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
