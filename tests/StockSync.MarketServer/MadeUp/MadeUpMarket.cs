namespace StockSync.MarketServer;

/// <summary>
/// A market that never was, the same for the same seed, count and range on every machine. Beside its A shares it has what a
/// client must leave alone: indexes (<c>sh.000001</c> has the six digits of <c>sz.000001</c>), a fund, a bond, two B shares.
/// </summary>
public sealed class MadeUpMarket : IMarket
{
    readonly Dictionary<string, MadeUpSecurity> _byCode;
    readonly MadeUpSecurity[] _all;
    readonly List<DateOnly> _days;
    readonly Dictionary<DateOnly, int> _places;

    /// <summary>A market of so many A shares with bars on the trading days of the range; the calendar goes to the end of its last year.</summary>
    public MadeUpMarket(int seed, int stocks, DateOnly from, DateOnly to, MarketGrowth growth = MarketGrowth.Even)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stocks);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stocks, MadeUpCodes.Most);
        ArgumentOutOfRangeException.ThrowIfLessThan(from, MadeUpCalendar.First);
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        Calendar = MadeUpCalendar.Until(new DateOnly(to.Year, 12, 31));
        _days = [.. this.TradingDays(from, to)];
        _places = _days.Select((day, place) => (day, place)).ToDictionary(p => p.day, p => p.place);
        var earlier = this.TradingDays(MadeUpCalendar.First, from.AddDays(-1)).ToList();
        var maker = new MadeUpSecurities(new Dice((ulong)seed), earlier, _days, from);
        var shares = growth == MarketGrowth.Recorded ? maker.RecordedShares(stocks) : maker.Shares(stocks);
        _all = [.. shares.Concat(maker.Others()).OrderBy(s => s.Basic.Code, StringComparer.Ordinal)];
        _byCode = _all.ToDictionary(s => s.Basic.Code);
        Securities = [.. _all.Select(s => s.Basic)];
    }

    public IReadOnlyList<MarketCalendarDay> Calendar { get; }

    public IReadOnlyList<MarketSecurity> Securities { get; }

    public bool KnowsAdjustFactors => true;

    public IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last)
    {
        if (!_byCode.TryGetValue(code, out var security))
            yield break;
        for (var place = FirstPlace(first); place < _days.Count && _days[place] <= last; place++)
            if (security.HasBar(place))
                yield return security.Bar(place, _days[place], DecimalText.Day(_days[place]));
    }

    public IEnumerable<MarketBar> MarketDay(DateOnly day)
    {
        if (!_places.TryGetValue(day, out var place))
            yield break;
        var text = DecimalText.Day(day);
        foreach (var security in _all)
            if (security.Basic.IsAShare && security.HasBar(place))
                yield return security.Bar(place, day, text);
    }

    public IEnumerable<MarketListing> ListedOn(DateOnly day) =>
        _places.TryGetValue(day, out var place) ? _all.Where(s => s.HasBar(place)).Select(s => s.Listing(place)) : [];

    public IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) =>
        _byCode.TryGetValue(code, out var security) ? security.AdjustFactors(_days) : [];

    public IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) =>
        _places.TryGetValue(day, out var place)
            ? _all.Where(s => s.HasExDate(place)).Select(s => s.AdjustFactors(_days).First(f => f.ExDate == day))
            : [];

    /// <summary>How many bars the A shares have in all; makes none of them.</summary>
    public long CountBars() => _all.Where(s => s.Basic.IsAShare).Sum(s => s.BarCount);

    int FirstPlace(DateOnly from)
    {
        var found = _days.BinarySearch(from);
        return found < 0 ? ~found : found;
    }
}
