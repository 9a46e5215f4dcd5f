namespace StockSync.MarketServer;

/// <summary>
/// A stock whose code was replaced: its whole history stands under the new code. The old one is gone from the stock list, or has left the
/// market there. What the market has under the new code itself is hidden.
/// </summary>
sealed class RenamedStock(IMarket below, string old, string current, DateOnly? outDate) : MarketLayer(below)
{
    public override IReadOnlyList<MarketSecurity> Securities =>
    [
        .. base.Securities.Where(s => s.Code != current).SelectMany(Entries).OrderBy(s => s.Code, StringComparer.Ordinal),
    ];

    public override IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last) =>
        code == old ? [] : code == current ? base.StockRange(old, first, last).Select(Renamed) : base.StockRange(code, first, last);

    public override IEnumerable<MarketBar> MarketDay(DateOnly day) =>
        base.MarketDay(day).Where(bar => bar.Code != current).Select(Renamed).OrderBy(bar => bar.Code, StringComparer.Ordinal);

    public override IEnumerable<MarketListing> ListedOn(DateOnly day) =>
        base.ListedOn(day).Where(row => row.Code != current)
            .Select(row => row.Code == old ? row with { Code = current } : row).OrderBy(row => row.Code, StringComparer.Ordinal);

    public override IReadOnlyList<MarketAdjustFactor> AdjustFactors(string code) =>
        code == old ? [] : code == current ? [.. base.AdjustFactors(old).Select(Renamed)] : base.AdjustFactors(code);

    public override IEnumerable<MarketAdjustFactor> AdjustFactorsOn(DateOnly day) =>
        base.AdjustFactorsOn(day).Where(f => f.Code != current).Select(Renamed).OrderBy(f => f.Code, StringComparer.Ordinal);

    IEnumerable<MarketSecurity> Entries(MarketSecurity security)
    {
        if (security.Code != old)
            return [security];
        var renamed = security with { Code = current };
        return outDate is null ? [renamed] : [renamed, security with { OutDate = outDate }];
    }

    MarketBar Renamed(MarketBar bar) => bar.Code == old ? bar.With(BarColumns.Code, current) : bar;

    MarketAdjustFactor Renamed(MarketAdjustFactor factor) => factor.Code == old ? factor with { Code = current } : factor;
}
