using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>
/// A service of which nobody knows yet how quickly it answers in either shape is asked for a little in both before a long plan is begun:
/// what is reported of the public service may be wrong by a factor of hundreds here. The stocks are asked for one day only: a day with a
/// few rows could not be written as a new one any more.
/// </summary>
static class FirstContact
{
    /// <summary>Ranges that are asked for.</summary>
    public const int Ranges = 3;

    /// <summary>
    /// Frames of a first run beside the usual ones: the end of the stock list, and the lists of the first and the last day that it is checked by.
    /// </summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="scope">The days.</param>
    public static int Extra(SyncRequest request, SyncScope scope) => Lists(scope.Days.Count)
        // The list of the newest day is asked for in any case.
        - (request.Codes.Count == 0 && scope.Newest is { } newest && scope.IsWholeMarket(newest) ? 1 : 0);

    /// <summary>The same with the list of the newest day, where the range ends with it.</summary>
    /// <param name="days">Trading days.</param>
    public static int Lists(int days) => days > 1 ? 3 : 2;

    // The most that it may take of the time that the plan is expected to need.
    const double LargestShare = 0.03;

    /// <summary>The part of a plan to begin with, or null where nothing is to be found out that would pay.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="plan">The plan by what is known.</param>
    /// <param name="service">What is known.</param>
    public static WorkPlan? Of(SyncRequest request, WorkPlan plan, ServiceState service)
    {
        bool isFree = request.Shape is RequestShape.Auto or RequestShape.Mixed && service.SupportsMarketDay != false;
        if (!isFree || request.MaxRequests is not null)
            return null;
        bool knowsDay = service.MarketDaySeconds is not null;
        bool knowsRange = service.StockRangeSeconds is not null;
        // The shape of the plan shows itself soon enough; it is the other one that would never be tried.
        bool isOtherKnown = plan.Cost.Shape == RequestShape.StockRange ? knowsDay : knowsRange;
        if (isOtherKnown || plan.Cost.Market.MarketDays < 2 || plan.Cost.Range.Stocks <= Ranges)
            return null;
        double seconds = (knowsDay ? 0 : CostModel.Typical(CostKind.MarketDay))
            + (knowsRange ? 0 : Ranges * CostModel.Typical(CostKind.StockRange));
        return seconds <= LargestShare * plan.Cost.Seconds
            ? plan.Part(knowsDay ? [] : plan.FirstDays, knowsRange ? [] : plan.FirstRanges)
            : null;
    }
}
