namespace StockSync.MarketServer;

/// <summary>A market that shows another one as it is; what derives from it changes a part.</summary>
/// <param name="below">The market that is seen through it.</param>
public abstract class MarketLayer(IMarket below) : IMarket
{
    protected IMarket Below { get; } = below;

    public virtual IReadOnlyList<MarketCalendarDay> Calendar => Below.Calendar;

    public virtual IReadOnlyList<MarketSecurity> Securities => Below.Securities;

    public virtual bool KnowsAdjustFactors => Below.KnowsAdjustFactors;

    public virtual IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) => Below.StockRange(code, first, last);

    public virtual IEnumerable<MarketBar> MarketDay(DateOnly day) => Below.MarketDay(day);

    public virtual IEnumerable<MarketListing> ListedOn(DateOnly day) => Below.ListedOn(day);

    public virtual IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => Below.AdjustFactors(code);

    public virtual IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) => Below.AdjustFactorsOn(day);
}
