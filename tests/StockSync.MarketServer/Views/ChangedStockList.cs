namespace StockSync.MarketServer;

/// <summary>A stock list that differs; bars and lists of a day know nothing of it.</summary>
sealed class ChangedStockList(IMarket below, Func<IEnumerable<MarketSecurity>, IEnumerable<MarketSecurity>> change) : MarketLayer(below)
{
    public override IReadOnlyList<MarketSecurity> Securities => [.. change(base.Securities)];
}
