namespace StockSync.Engine.Planning;

/// <summary>An amount of work: how much is asked for in which shape, and the rows that the answers bring.</summary>
/// <param name="MarketDays">Market days.</param>
/// <param name="MarketRows">Rows that they bring.</param>
/// <param name="Stocks">Stock ranges.</param>
/// <param name="Pages">Requests for them.</param>
/// <param name="RangeRows">Rows that they bring.</param>
readonly record struct BarWork(int MarketDays, long MarketRows, int Stocks, int Pages, long RangeRows)
{
    /// <summary>Requests for bars.</summary>
    public int Requests => MarketDays + Pages;

    /// <summary>The one shape, both, or <see cref="RequestShape.MarketDay"/> where there is nothing to ask.</summary>
    public RequestShape Shape => (MarketDays, Stocks) switch
    {
        (> 0, > 0) => RequestShape.Mixed,
        (0, > 0) => RequestShape.StockRange,
        _ => RequestShape.MarketDay,
    };

    public static BarWork operator +(BarWork left, BarWork right) => new(
        left.MarketDays + right.MarketDays,
        left.MarketRows + right.MarketRows,
        left.Stocks + right.Stocks,
        left.Pages + right.Pages,
        left.RangeRows + right.RangeRows);

    public static BarWork operator -(BarWork left, BarWork right) => new(
        left.MarketDays - right.MarketDays,
        left.MarketRows - right.MarketRows,
        left.Stocks - right.Stocks,
        left.Pages - right.Pages,
        left.RangeRows - right.RangeRows);
}
