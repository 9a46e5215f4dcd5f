namespace StockSync.MarketServer;

/// <summary>Some codes have no rows on some days.</summary>
sealed class FewerRows(IMarket below, RowKinds kinds, DayRange days, CodeChoice missing) : MarketLayer(below)
{
    public override IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last)
    {
        var bars = base.StockRange(code, first, last);
        return kinds.HasFlag(RowKinds.StockRanges) && missing.Has(code) ? bars.Where(bar => !days.Covers(bar.Day)) : bars;
    }

    public override IEnumerable<MarketBar> MarketDay(DateOnly day)
    {
        var bars = base.MarketDay(day);
        return kinds.HasFlag(RowKinds.MarketDays) && days.Covers(day) ? bars.Where(bar => !missing.Has(bar.Code)) : bars;
    }

    public override IEnumerable<MarketListing> ListedOn(DateOnly day)
    {
        var listed = base.ListedOn(day);
        return kinds.HasFlag(RowKinds.Lists) && days.Covers(day) ? listed.Where(row => !missing.Has(row.Code)) : listed;
    }
}
