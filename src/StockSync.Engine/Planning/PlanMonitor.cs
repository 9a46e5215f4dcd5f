using StockSync.Engine.Service;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>
/// Looks, while a plan is worked through, whether the service answers as the plan assumed. Where it takes more than twice or less than half
/// of that, and the rest of the work would be clearly cheaper in another shape, the plan is outdated.
/// </summary>
sealed class PlanMonitor
{
    // Answers before anything is said, of market days and of pages.
    const int FewDays = 3;
    const int FewPages = 10;

    // How much the rest must exceed the better way, so that nobody turns around for nothing.
    const double Clearly = 1.25;

    // And by how many seconds, for planning takes time too.
    const double LeastGain = 10;

    readonly RequestBudget _requestBudget;
    readonly SyncSettings _settings;
    readonly ServiceState _assumed;
    readonly CostChoice _cost;
    readonly AnswerTimes _daysBefore;
    readonly AnswerTimes _pagesBefore;
    readonly int _errorsBefore;

    /// <param name="requestBudget">Measures.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="assumed">The service as the plan took it.</param>
    /// <param name="cost">The plan's decision.</param>
    public PlanMonitor(RequestBudget requestBudget, SyncSettings settings, ServiceState assumed, CostChoice cost)
    {
        (_requestBudget, _settings, _assumed, _cost) = (requestBudget, settings, assumed, cost);
        _daysBefore = requestBudget.Answers(RequestKind.MarketDay);
        _pagesBefore = requestBudget.Answers(RequestKind.StockRange);
        _errorsBefore = requestBudget.Errors;
    }

    /// <summary>True where another plan should be made. While requests fail, nothing is said: that is no matter of shapes.</summary>
    public bool IsOutdated()
    {
        if (_requestBudget.Errors > _errorsBefore)
            return false;
        var days = _requestBudget.Answers(RequestKind.MarketDay).Since(_daysBefore);
        var pages = _requestBudget.Answers(RequestKind.StockRange).Since(_pagesBefore);
        var assumed = new CostModel(_assumed, _settings);
        bool isSurprised = (days.Count >= FewDays && IsFar(days.Mean, assumed.Of(CostKind.MarketDay)))
            || (pages.Count >= FewPages && IsFar(pages.Mean, assumed.Of(CostKind.StockRange)));
        if (!isSurprised)
            return false;

        var model = new CostModel(_assumed with { Costs = CostLearning.Now(_assumed.Costs, _requestBudget, default) }, _settings);
        double left = model.Seconds(Left(_cost.Work, days, pages), 0);
        double market = model.Seconds(Left(_cost.Market, days, default), 0);
        double range = model.Seconds(Left(_cost.Range, default, pages), 0);
        double best = Math.Min(market, range);
        return left > Clearly * best && left > best + LeastGain;
    }

    static bool IsFar(double measured, double assumed) => measured > 2 * assumed || measured < assumed / 2;

    // Of work, what is not answered yet; a range that needs several pages counts as done with its last one, so this is near enough.
    static BarWork Left(BarWork work, AnswerTimes days, AnswerTimes pages)
    {
        double dayShare = work.MarketDays == 0 ? 0 : Math.Max(0, 1 - ((double)days.Count / work.MarketDays));
        double pageShare = work.Pages == 0 ? 0 : Math.Max(0, 1 - ((double)pages.Count / work.Pages));
        return new BarWork(
            (int)Math.Round(work.MarketDays * dayShare),
            (long)(work.MarketRows * dayShare),
            (int)Math.Round(work.Stocks * pageShare),
            (int)Math.Round(work.Pages * pageShare),
            (long)(work.RangeRows * pageShare));
    }
}

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
