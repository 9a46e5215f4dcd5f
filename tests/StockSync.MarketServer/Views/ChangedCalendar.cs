namespace StockSync.MarketServer;

/// <summary>A calendar that differs; bars and lists of a day know nothing of it.</summary>
sealed class ChangedCalendar(IMarket below, Func<IEnumerable<MarketCalendarDay>, IEnumerable<MarketCalendarDay>> change)
    : MarketLayer(below)
{
    public override IReadOnlyList<MarketCalendarDay> Calendar => [.. change(base.Calendar)];
}
