namespace StockSync.Engine.Sync;

/// <summary>
/// Chooses the cheaper shape within the budget. Before the first measurement of a service the waits reported for the public one stand in:
/// 40 s for a market day, 3 s for a page of one stock (baostock, observed 2026).
/// </summary>
static class CostModel
{
    public const double TypicalMarketDaySeconds = 40;
    public const double TypicalStockRangeSeconds = 3;

    public static CostChoice Choose(
        RequestShape asked, int marketDays, int stockRanges, ServiceState service, SyncSettings settings, int remainingBudget)
    {
        double daySeconds = service.MarketDaySeconds ?? TypicalMarketDaySeconds;
        double stockSeconds = service.StockRangeSeconds ?? TypicalStockRangeSeconds;
        var market = new CostChoice(
            RequestShape.MarketDay, marketDays, marketDays * daySeconds / settings.ThrottleLimit, "");
        var range = new CostChoice(
            RequestShape.StockRange, stockRanges, stockRanges * stockSeconds / settings.ThrottleLimit, "");

        if (asked == RequestShape.MarketDay)
            return market with { Reason = SyncText.Get("ReasonAsked", asked) };
        if (asked == RequestShape.StockRange)
            return range with { Reason = SyncText.Get("ReasonAsked", asked) };
        if (service.SupportsMarketDay == false)
            return range with { Reason = SyncText.Get("ReasonUnsupported", service.Endpoint) };

        bool marketFits = marketDays <= remainingBudget;
        bool rangeFits = stockRanges <= remainingBudget;
        if (marketFits != rangeFits)
        {
            var fitting = marketFits ? market : range;
            return fitting with { Reason = SyncText.Get("ReasonBudget", fitting.Shape, fitting.BarRequests, remainingBudget) };
        }
        var (cheaper, other) = market.Seconds <= range.Seconds ? (market, range) : (range, market);
        return cheaper with
        {
            Reason = SyncText.Get(
                "ReasonCheaper", cheaper.Shape, cheaper.BarRequests, Minutes(cheaper), other.Shape, other.BarRequests, Minutes(other)),
        };
    }

    static string Minutes(CostChoice choice) => (choice.Seconds / 60).ToString("0.0", System.Globalization.CultureInfo.CurrentCulture);
}
