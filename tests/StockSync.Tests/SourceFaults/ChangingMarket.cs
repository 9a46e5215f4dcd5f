using StockSync.MarketServer;

namespace StockSync.Tests.SourceFaults;

/// <summary>A market whose bars and lists the test changes while the service runs: late, corrected or foreign rows.</summary>
sealed class ChangingMarket(IMarket inner) : IMarket
{
    /// <summary>What is served of a bar: itself, another one, or null where it is not out.</summary>
    public Func<MarketBar, MarketBar?> Bar { get; set; } = bar => bar;

    /// <summary>What is served beside the bars of a day.</summary>
    public Func<DateOnly, IEnumerable<MarketBar>> Extra { get; set; } = _ => [];

    /// <summary>What is served of a day's list.</summary>
    public Func<DateOnly, MarketListing, bool> IsListed { get; set; } = (_, _) => true;

    public IReadOnlyList<MarketCalendarDay> Calendar => inner.Calendar;

    public IReadOnlyList<MarketSecurity> Securities => inner.Securities;

    public bool KnowsAdjustFactors => inner.KnowsAdjustFactors;

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) =>
        inner.StockRange(code, first, last).Select(Bar).OfType<MarketBar>();

    public IEnumerable<MarketBar> MarketDay(DateOnly day) => inner.MarketDay(day).Select(Bar).OfType<MarketBar>().Concat(Extra(day));

    public IEnumerable<MarketListing> ListedOn(DateOnly day) => inner.ListedOn(day).Where(l => IsListed(day, l));

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => inner.AdjustFactors(code);

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) => inner.AdjustFactorsOn(day);
}
