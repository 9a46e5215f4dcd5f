using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>Makes units of what is missing: market days, ranges of stocks, or both, whatever is cheapest within the budget.</summary>
sealed class ShapeChooser(MissingBars bars, StockList stocks, ServiceState service, SyncSettings settings, int remaining)
{
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
        var days = new BarWork[missing.Days.Count];
        for (int d = 0; d < days.Length; d++)
            days[d] = new BarWork(1, Listed(missing.Days[d]), 0, 0, 0);
        var none = new bool[days.Length];
        var allUnits = bars.Units(unanswered, none);
        var ranges = new BarWork[stocks.Count];
        foreach (var unit in allUnits)
            ranges[unit.Stock] = Work(unit);

        if (unanswered.Lacking() is [var first, ..])
            First = ([first], [.. allUnits.Take(FirstContact.Ranges).Select(u => u with { From = first, To = first })]);
        bool[] chosen = asked switch
        {
            RequestShape.MarketDay => Lacking(missing),
            RequestShape.StockRange => none,
            _ when service.SupportsMarketDay == false => none,
            _ => new ShapeMix(unanswered, days, ranges, work => _model.Price(work, remaining)).Choose(),
        };
        if (asked is not RequestShape.StockRange && service.SupportsMarketDay != false)
            chosen = Whole(chosen, unanswered);
        var units = asked == RequestShape.MarketDay ? [] : chosen == none ? allUnits : bars.Units(unanswered, chosen);
        var work = Sum(days, chosen);
        foreach (var unit in units)
            work += Work(unit);
        var market = Sum(days, Lacking(asked == RequestShape.MarketDay ? missing : unanswered));
        var range = default(BarWork);
        foreach (var unit in allUnits)
            range += ranges[unit.Stock];
        return (
            [.. missing.Days.Where((_, d) => chosen[d])],
            units,
            CostChoice.Of(asked, work, market, range, service, _model, remaining));
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

    // Older days that lack many stocks are one request each: what an evening may cost is counted in requests, not in seconds.
    bool[] Whole(bool[] chosen, MissingMatrix unanswered)
    {
        var whole = (bool[])chosen.Clone();
        for (int d = 0; d < whole.Length; d++)
            whole[d] |= bars.AsksWhole(unanswered.Days[d]) && unanswered.Row(d).ContainsAnyExcept(0UL);
        return whole.AsSpan().SequenceEqual(chosen) ? chosen : whole;
    }

    static BarWork Sum(BarWork[] days, bool[] chosen)
    {
        var sum = default(BarWork);
        for (int d = 0; d < days.Length; d++)
            sum += chosen[d] ? days[d] : default;
        return sum;
    }

    static bool[] Lacking(MissingMatrix missing)
    {
        var lacking = new bool[missing.Days.Count];
        for (int d = 0; d < lacking.Length; d++)
            lacking[d] = missing.Row(d).ContainsAnyExcept(0UL);
        return lacking;
    }

    // The answer to a market day holds the whole market, whatever is missing of it.
    int Listed(DateOnly day)
    {
        int count = 0;
        foreach (ref readonly var entry in stocks.Entries)
            count += entry.IsExpectedOn(day) ? 1 : 0;
        return count;
    }
}
