namespace StockSync.MarketServer;

/// <summary>The way a day's bars are changed: gets the market and the day once, then each bar.</summary>
/// <param name="market">The market with the right bars.</param>
/// <param name="day">The day of the bars.</param>
/// <param name="who">The codes whose bars will be changed.</param>
delegate Func<MarketBar, MarketBar> BarChange(IMarket market, DateOnly day, CodeChoice who);

/// <summary>Bars of some codes and days are not what they should be, the same way in market days and stock ranges.</summary>
sealed class ChangedBars(IMarket below, RowKinds kinds, DayRange days, CodeChoice who, BarChange change) : MarketLayer(below)
{
    public override IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last)
    {
        var bars = base.StockRange(code, first, last);
        return kinds.HasFlag(RowKinds.StockRanges) && who.Has(code)
            ? bars.Select(bar => days.Covers(bar.Day) ? change(Below, bar.Day, who)(bar) : bar)
            : bars;
    }

    public override IEnumerable<MarketBar> MarketDay(DateOnly day)
    {
        var bars = base.MarketDay(day);
        if (!kinds.HasFlag(RowKinds.MarketDays) || !days.Covers(day))
            return bars;
        var changed = change(Below, day, who);
        return bars.Select(bar => who.Has(bar.Code) ? changed(bar) : bar);
    }
}
