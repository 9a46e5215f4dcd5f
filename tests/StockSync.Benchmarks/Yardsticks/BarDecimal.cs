using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The scaled numbers of a row as the published decimals.</summary>
static class BarDecimal
{
    /// <summary>The value; null where the service published none.</summary>
    public static decimal? Of(long scaled, int scale) => scaled == BarRow.Missing ? null : (decimal)scaled / scale;

    public static decimal? Price(long scaled) => Of(scaled, BarRow.PriceScale);

    public static decimal? Rate(long scaled) => Of(scaled, BarRow.RateScale);

    /// <summary>The values of the columns after the key, in the table's order; a flag as 0 or 1.</summary>
    public static decimal?[] All(in BarRow row) =>
    [
        Price(row.Open), Price(row.High), Price(row.Low), Price(row.Close), Price(row.Preclose), Of(row.Volume, 1), Price(row.Amount),
        Rate(row.ChangePct), Price(row.ChangeAmount), Rate(row.TurnoverRate), Rate(row.Amplitude),
        row.TradeStatus ? 1 : 0, row.IsST ? 1 : 0,
        Rate(row.PeTtm), Rate(row.PbMrq), Rate(row.PsTtm), Rate(row.PcfNcfTtm),
    ];
}
