using System.Globalization;

namespace StockSync.MarketServer;

/// <summary>
/// A market as the service shows it on the evening of a day: no bars, lists and ex dates after it, securities listed later
/// unknown, those that leave later still listed. Without a last day everything shows. The calendar reaches ahead in any case.
/// </summary>
sealed class PublishedMarket(IMarket market, DateOnly? until) : IMarket
{
    public IReadOnlyList<MarketCalendarDay> Calendar => market.Calendar;

    public bool KnowsAdjustFactors => market.KnowsAdjustFactors;

    public IReadOnlyList<MarketSecurity> Securities => until is null ? market.Securities :
    [
        .. from security in market.Securities
           where IsOut(security.IpoDate)
           select security.OutDate is { } gone && !IsOut(gone) ? security with { OutDate = null } : security,
    ];

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) =>
        market.StockRange(code, first, until is { } end && end < last ? end : last);

    public IEnumerable<MarketBar> MarketDay(DateOnly day) => IsOut(day) ? market.MarketDay(day) : [];

    public IEnumerable<MarketListing> ListedOn(DateOnly day) => IsOut(day) ? market.ListedOn(day) : [];

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code)
    {
        var all = market.AdjustFactors(code);
        var known = all.Where(f => IsOut(f.ExDate)).ToList();
        // the newest fore factor is always 1: a cut list is rescaled, a whole one is served as it was recorded
        return known.Count == all.Count ? all : [.. known.Select(f => f with { Fore = Rescale(f.Back, known[^1].Back) })];
    }

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) =>
        IsOut(day) ? market.AdjustFactorsOn(day).Select(f => AdjustFactors(f.Code).First(g => g.ExDate == day)) : [];

    bool IsOut(DateOnly day) => until is not { } end || day <= end;

    static string Rescale(string back, string newest) =>
        Math.Round(Number(back) / Number(newest), 6, MidpointRounding.AwayFromZero).ToString("0.000000", CultureInfo.InvariantCulture);

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
