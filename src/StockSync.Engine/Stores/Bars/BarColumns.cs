namespace StockSync.Engine.Stores.Bars;

/// <summary>The columns of the bar table, in the order in which every statement names them.</summary>
static class BarColumns
{
    /// <summary>All columns: the key, then the values.</summary>
    public const string All = "stock_code, trade_date, " + Values;

    /// <summary>All but the key.</summary>
    public const string Values =
        "open_price, high_price, low_price, close_price, preclose_price, volume, amount, change_pct, change_amount, turnover_rate, "
        + "amplitude, trade_status, is_st, pe_ttm, pb_mrq, ps_ttm, pcf_ncf_ttm";

    /// <summary>The values one by one.</summary>
    public static IReadOnlyList<string> ValueNames { get; } = Values.Split(", ");

    /// <summary>The values of a table or alias: <c>o.open_price, o.high_price, …</c>.</summary>
    public static string Of(string alias) => string.Join(", ", ValueNames.Select(name => $"{alias}.{name}"));
}
