namespace StockSync.MarketServer;

/// <summary>
/// A difference between the market and what the service shows of it. Unlike a fault it is about the market's contents and holds for
/// every request until it is taken away. <see cref="ViewText"/> makes the usual ones, <see cref="MarketLayer"/> helps with others.
/// </summary>
/// <param name="text">The rule, for messages.</param>
/// <param name="over">Lays the view over a market.</param>
public sealed class MarketView(string text, Func<IMarket, ViewMoment, IMarket> over)
{
    /// <summary>A view that changes nothing but the way of the answer.</summary>
    internal MarketView(string text)
        : this(text, (market, _) => market)
    {
    }

    /// <summary>No page of stock_basic has more rows than this, whatever size was asked for and is echoed. Default null: any.</summary>
    public int? StockPageCap { get; init; }

    /// <summary>The market as it looks through this view.</summary>
    public IMarket Over(IMarket market, ViewMoment moment) => over(market, moment);

    public override string ToString() => text;
}
