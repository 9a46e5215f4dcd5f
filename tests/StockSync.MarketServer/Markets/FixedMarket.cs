namespace StockSync.MarketServer;

/// <summary>A market given row by row, for tests that need to know every character.</summary>
public sealed class FixedMarket : IMarket
{
    readonly ILookup<string, MarketBar> _byCode;
    readonly ILookup<DateOnly, MarketBar> _byDay;
    readonly Dictionary<string, MarketSecurity> _securities;
    readonly ILookup<string, MarketAdjustFactor> _factors;

    /// <summary>A market of these rows; they need no order. Bars of a code without a security are served but not listed.</summary>
    public FixedMarket(
        IEnumerable<MarketCalendarDay> calendar,
        IEnumerable<MarketSecurity> securities,
        IEnumerable<MarketBar> bars,
        IEnumerable<MarketAdjustFactor>? factors = null)
    {
        Calendar = [.. calendar.OrderBy(d => d.Day)];
        Securities = [.. securities.OrderBy(s => s.Code, StringComparer.Ordinal)];
        _securities = Securities.ToDictionary(s => s.Code);
        var all = bars.OrderBy(b => b.Day).ThenBy(b => b.Code, StringComparer.Ordinal).ToList();
        _byCode = all.ToLookup(b => b.Code);
        _byDay = all.ToLookup(b => b.Day);
        KnowsAdjustFactors = factors is not null;
        _factors = (factors ?? []).OrderBy(f => f.ExDate).ToLookup(f => f.Code);
    }

    public IReadOnlyList<MarketCalendarDay> Calendar { get; }

    public IReadOnlyList<MarketSecurity> Securities { get; }

    public bool KnowsAdjustFactors { get; }

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) =>
        _byCode[code].Where(b => b.Day >= first && b.Day <= last);

    public IEnumerable<MarketBar> MarketDay(DateOnly day) =>
        _byDay[day].Where(b => _securities.TryGetValue(b.Code, out var s) ? s.IsAShare : MarketSecurity.IsAShareCode(b.Code));

    public IEnumerable<MarketListing> ListedOn(DateOnly day) =>
        from bar in _byDay[day]
        where _securities.ContainsKey(bar.Code)
        select new MarketListing(bar.Code, bar.TradeStatus, _securities[bar.Code].Name);

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) => [.. _factors[code]];

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) =>
        _factors.SelectMany(f => f).Where(f => f.ExDate == day).OrderBy(f => f.Code, StringComparer.Ordinal);
}
