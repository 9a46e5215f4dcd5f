using System.Globalization;
using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>Makes units of what is missing: market days, ranges of stocks, or both, whatever is cheapest within the budget.</summary>
sealed class ShapeChooser(MissingBars bars, StockList stocks, ServiceState service, SyncSettings settings, int remaining)
{
    // For less than this share a plan of two shapes is not worth it.
    const double LeastGain = 0.02;

    readonly CostModel _model = new(Assumed(service), settings);

    /// <summary>The first day that lacks something, and the same day of some stocks, whatever the choice; set by it.</summary>
    public (IReadOnlyList<DateOnly> Days, IReadOnlyList<StockUnit> Ranges) First { get; private set; } = ([], []);

    /// <summary>The days to ask for whole, the units of the rest, and the decision.</summary>
    /// <param name="asked">The shape that the user insists on, or Auto.</param>
    /// <param name="missing">All that is missing.</param>
    /// <param name="unanswered">The same without what a stopped run was answered for.</param>
    public (IReadOnlyList<DateOnly> MarketDays, IReadOnlyList<StockUnit> Ranges, CostChoice Cost) Choose(
        RequestShape asked, MissingMatrix missing, MissingMatrix unanswered)
    {
        BarWork[] days = [.. missing.Days.Select(d => new BarWork(1, Listed(d), 0, 0, 0))];
        var none = new bool[days.Length];
        var allUnits = bars.Units(unanswered, none);
        var ranges = new BarWork[stocks.Count];
        foreach (var unit in allUnits)
            ranges[unit.Stock] = Work(unit);

        if (unanswered.Lacking() is [var first, ..])
            First = ([first], [.. allUnits.Take(FirstContact.Ranges).Select(u => u with { From = first, To = first })]);
        bool isFree = asked is not (RequestShape.MarketDay or RequestShape.StockRange) && service.SupportsMarketDay != false;
        bool[] whole = asked == RequestShape.MarketDay ? Lacking(missing) : isFree ? Mix(unanswered, days, ranges) : none;
        // Older days that lack many stocks are one request each: what an evening may cost is counted in requests, not in seconds.
        if (asked != RequestShape.StockRange && service.SupportsMarketDay != false)
            whole = [.. whole.Select((isWhole, d) => isWhole || (bars.AsksWhole(missing.Days[d]) && unanswered.Count(d) > 0))];
        var units = asked == RequestShape.MarketDay ? [] : bars.Units(unanswered, whole);
        var market = Sum(days, Lacking(asked == RequestShape.MarketDay ? missing : unanswered));
        var cost = CostChoice.Of(
            asked, Sum(days, whole) + Sum(units.Select(Work)), market, Sum(allUnits.Select(Work)), service, _model, remaining);
        return ([.. missing.Days.Where((_, d) => whole[d])], units, cost);
    }

    // Which days to ask for whole; what the others lack is asked for stock by stock. That is the covering of the set cells of a matrix by rows
    // and columns at the least price. Instead of the exact minimum (a flow through millions of cells) both pure shapes are priced, and two
    // rules for a few thresholds: days that lack more than so many stocks are whole, or stocks that lack more than so many days are ranges.
    bool[] Mix(MissingMatrix missing, BarWork[] days, BarWork[] ranges)
    {
        int[] lacking = [.. missing.Days.Select((_, d) => missing.Count(d))];
        var lacked = new int[missing.Stocks];
        for (int d = 0; d < lacking.Length; d++)
        {
            foreach (int s in missing.Of(d))
                lacked[s]++;
        }
        // Of the stocks of a day the one that lacks the fewest days.
        var least = new int[lacking.Length];
        for (int d = 0; d < least.Length; d++)
        {
            least[d] = int.MaxValue;
            foreach (int s in missing.Of(d))
                least[d] = Math.Min(least[d], lacked[s]);
        }
        var byMarket = Priced(lacking.Select(count => count > 0));
        var byRange = Priced(lacking.Select(_ => false));
        var pure = byMarket.Price <= byRange.Price ? byMarket : byRange;
        var best = pure;
        for (int k = 1; k < Math.Max(lacking.Length, missing.Stocks); k *= 2)
        {
            foreach (var mixed in new[] { Priced(lacking.Select(count => count > k)), Priced(least.Select(fewest => fewest <= k)) })
                best = mixed.Price.IsWorth(pure.Price, LeastGain) && mixed.Price.CompareTo(best.Price) < 0 ? mixed : best;
        }
        return best.Whole;

        // With the ranges of whoever lacks a day that is not whole. A day all of whose stocks are asked for anyway need not be asked for itself.
        (bool[] Whole, WorkPrice Price) Priced(IEnumerable<bool> market)
        {
            bool[] whole = [.. market];
            var asked = missing.Any(d => !whole[d]);
            for (int d = 0; d < whole.Length; d++)
                whole[d] &= missing.HasOthers(d, asked);
            var work = Sum(days, whole);
            foreach (int s in new SetBits(asked))
                work += ranges[s];
            return (whole, _model.Price(work, remaining));
        }
    }

    BarWork Work(StockUnit unit)
    {
        int rows = bars.Span(unit.From, unit.To);
        return new BarWork(0, 0, 1, _model.Pages(rows), rows);
    }

    // A market day that was never measured: as much quicker or slower than usual as the service's stock ranges are; where neither is known half
    // of what is usual, because hundreds of requests too many cost more than a minute.
    static ServiceState Assumed(ServiceState service)
    {
        if (service.MarketDaySeconds is not null)
            return service;
        double share = service.StockRangeSeconds is { } range ? Math.Min(1, range / CostModel.Typical(CostKind.StockRange)) : 0.5;
        var assumed = new LearnedCost(CostModel.Typical(CostKind.MarketDay) * share, 0, default);
        return service with { Costs = service.Costs.With(CostKind.MarketDay, assumed) };
    }

    static BarWork Sum(BarWork[] days, bool[] chosen) => Sum(days.Where((_, d) => chosen[d]));

    static BarWork Sum(IEnumerable<BarWork> work) => work.Aggregate(default(BarWork), (sum, part) => sum + part);

    static bool[] Lacking(MissingMatrix missing) => [.. missing.Days.Select((_, d) => missing.Count(d) > 0)];

    // The answer to a market day holds the whole market, whatever is missing of it.
    int Listed(DateOnly day)
    {
        int count = 0;
        foreach (ref readonly var entry in stocks.Entries)
            count += entry.IsExpectedOn(day) ? 1 : 0;
        return count;
    }
}

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
            Reason = SyncStrings.FormatReasonCheaper(choice.Shape, chosen.Requests, Minutes(chosen), otherShape, other.Requests, Minutes(other)),
        };

        string Minutes(BarWork work) => (model.Seconds(work, 0) / 60).ToString("0.0", CultureInfo.CurrentCulture);
    }
}
