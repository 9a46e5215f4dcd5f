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
