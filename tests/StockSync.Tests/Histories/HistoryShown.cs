using StockSync.MarketServer;

namespace StockSync.Tests.Histories;

/// <summary>The same service behind the real wire: what the market server is to show at the moment it is asked.</summary>
sealed class HistoryShown(HistoryService service) : IMarket
{
    static readonly DateOnly s_first = new(2022, 1, 1);

    public IReadOnlyList<MarketCalendarDay> Calendar =>
        [.. service.Calendar(s_first, new DateOnly(2030, 12, 31)).Select(d => new MarketCalendarDay(d.Date, d.IsTradingDay))];

    public IReadOnlyList<MarketSecurity> Securities =>
    [
        .. service.StockList().Select(e => new MarketSecurity(e.Code.SourceForm, e.Name, e.ListedOn, e.DelistedOn, 1))
            .OrderBy(s => s.Code, StringComparer.Ordinal),
    ];

    public bool KnowsAdjustFactors => false;

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) => StockCode.TryParse(code, out var known)
        ? [.. service.StockRange(known, first, last).Select(r => service.Market.Bar(r.Stock, r.Place, known))]
        : [];

    public IEnumerable<MarketBar> MarketDay(DateOnly day) =>
    [
        .. service.MarketDay(day).Select(r => service.Market.Bar(r.Stock, service.Market.PlaceOf(day), r.Code))
            .OrderBy(b => b.Code, StringComparer.Ordinal),
    ];

    public IEnumerable<MarketListing> ListedOn(DateOnly day) =>
    [
        .. service.DayList(day).Select(s => new MarketListing(s.Code.SourceForm, "1", $"S{s.Stock}")).OrderBy(s => s.Code, StringComparer.Ordinal),
    ];

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => [];

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) => [];
}
