using System.Globalization;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>What is asked for in which shape, and why.</summary>
/// <param name="Work">The work.</param>
/// <param name="Seconds">In which its bars are expected.</param>
/// <param name="Reason">Why, in the user's language.</param>
readonly record struct CostChoice(BarWork Work, double Seconds, string Reason)
{
    /// <summary>What MarketDay alone would be.</summary>
    public BarWork Market { get; init; }

    /// <summary>What StockRange alone would be.</summary>
    public BarWork Range { get; init; }

    /// <summary>MarketDay, StockRange or Mixed.</summary>
    public RequestShape Shape => Work.Shape;

    /// <summary>Requests for bars.</summary>
    public int BarRequests => Work.Requests;

    /// <summary>Says why some work was chosen.</summary>
    /// <param name="asked">The shape the user insists on, or Auto.</param>
    /// <param name="chosen">The choice.</param>
    /// <param name="market">What MarketDay alone would have been.</param>
    /// <param name="range">What StockRange alone would have been.</param>
    /// <param name="service">The service.</param>
    /// <param name="model">Its costs.</param>
    /// <param name="remaining">Requests left of today's budget.</param>
    public static CostChoice Of(
        RequestShape asked, BarWork chosen, BarWork market, BarWork range, ServiceState service, CostModel model, int remaining)
    {
        var choice = new CostChoice(chosen, model.Seconds(chosen, 0), "") { Market = market, Range = range };
        if (asked is RequestShape.MarketDay or RequestShape.StockRange)
            return choice with { Reason = SyncStrings.FormatReasonAsked(asked) };
        if (service.SupportsMarketDay == false)
            return choice with { Reason = SyncStrings.FormatReasonUnsupported(service.Endpoint) };
        if (choice.Shape == RequestShape.Mixed)
        {
            return choice with
            {
                Reason = SyncStrings.FormatReasonMixed(
                    chosen.MarketDays,
                    chosen.Stocks,
                    chosen.Requests,
                    Minutes(chosen),
                    market.Requests,
                    Minutes(market),
                    range.Requests,
                    Minutes(range)),
            };
        }
        var other = choice.Shape == RequestShape.MarketDay ? range : market;
        if (model.Price(chosen, remaining).Waits == 0 && model.Price(other, remaining).Waits > 0)
            return choice with { Reason = SyncStrings.FormatReasonBudget(choice.Shape, chosen.Requests, remaining) };
        var otherShape = choice.Shape == RequestShape.MarketDay ? RequestShape.StockRange : RequestShape.MarketDay;
        return choice with
        {
            Reason = SyncStrings.FormatReasonCheaper(
                choice.Shape, chosen.Requests, Minutes(chosen), otherShape, other.Requests, Minutes(other)),
        };

        string Minutes(BarWork work) => (model.Seconds(work, 0) / 60).ToString("0.0", CultureInfo.CurrentCulture);
    }
}
