using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>The plan that <c>-WhatIf</c> and the question before a run show: from the store alone, with typical numbers where it does not know yet.</summary>
sealed class PlanPreview(RunServices services)
{
    // Stocks listed at one time, and the share of weekdays that are trading days (244 of 261): baostock's list and calendar, 2026.
    const int TypicalStocks = 5_200;
    const double TypicalShare = 244.0 / 261;

    readonly Planner _planner = new(services, services.StoreOnce);

    /// <summary>What is shown, and the plan itself; without one where the store does not know calendar or stocks.</summary>
    public async Task<(SyncPlan Shown, WorkPlan? Plan)> MakeAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind == SyncKind.Retry)
            await services.StoreOnce.InspectAsync(cancellationToken);
        var targets = await _planner.TargetsAsync(request, cancellationToken);
        var input = await _planner.ReadAsync(request, targets, forRun: false, cancellationToken);
        var copy = input.Evidence.Copy;
        bool isWider = copy.IsWidenedBy(request);
        // Stocks that are asked for by name come into a copy of chosen ones; a run for the whole market takes all.
        var stocks = input.Reference.Stocks?.Within(isWider ? CopyScope.Unknown : copy with { Codes = copy.Codes.Union(request.Codes).ToHashSet() });
        if (input.Reference.Planned is not { } calendar || stocks is null)
            return (Estimate(input, await _planner.RemainingAsync(cancellationToken), stocks, isWider), null);

        var scope = input.Scope ?? _planner.ScopeOf(input, calendar, input.Evidence);
        var facts = await _planner.ReadFactsAsync(request, scope, cancellationToken);
        // For stocks that come into a copy its days are open whatever they are for the others. Rows stay; a copy of the market begins anew.
        if (isWider)
            facts = facts with { Days = [], Absences = [] };
        else if (copy.IsChosen && request.Codes.Any(c => !copy.Codes.Contains(c)))
            facts = facts with { Days = [] };
        var plan = await _planner.PlanAsync(new PlanBasis(request, scope, stocks, input.Service, facts), earlier: null, cancellationToken);
        return (Show(input, plan, isWider), plan);
    }

    SyncPlan Show(PlanInput input, WorkPlan plan, bool isWider)
    {
        var (request, scope, _, _, facts) = plan.Basis!;
        double lists = plan.DayLists + scope.Due.Count + (input.IsFirst ? FirstContact.Extra(request, scope) : 0);
        var cost = plan.IsDone && scope.Due.Count == 0
            ? default
            : new CostModel(input.Service, services.Settings).Whole(plan.Cost.Work, lists, asksCalendar: input.Reference.Calendar is null);
        return new SyncPlan
        {
            Kind = request.Kind,
            From = scope.From.ToDateTime(TimeOnly.MinValue),
            To = scope.To.ToDateTime(TimeOnly.MinValue),
            TradingDays = scope.Days.Count,
            CompleteDays = plan.CompleteDays.Count,
            Stocks = Math.Max(plan.LackingStocks, scope.Due.Select(r => r.Code).Distinct().Count()),
            Shape = plan.Cost.Shape,
            Requests = cost.Requests,
            Minutes = cost.Seconds / 60,
            RemainingBudget = facts.Budget,
            BudgetShare = (double)cost.Requests / services.Settings.DailyBudget,
            Widens = isWider,
            Reason = !plan.IsDone ? plan.Cost.Reason
                : scope.Due.Count > 0 ? SyncStrings.FormatReasonDue(scope.Due.Count)
                : SyncStrings.ReasonDone,
        };
    }

    SyncPlan Estimate(PlanInput input, int remaining, StockList? known, bool isWider)
    {
        var (request, range, service) = (input.Request, input.Range, input.Service);
        int weekdays = 0;
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
            weekdays += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        int days = request.Kind == SyncKind.Day
            ? Math.Max(1, request.Dates.Count)
            : (int)Math.Ceiling(weekdays * TypicalShare);
        int listed = known?.CountOf(e => e.ListedOn <= range.To && !(e.DelistedOn <= range.From)) ?? TypicalStocks;
        int stocks = request.Codes.Count > 0 ? request.Codes.Count : listed;
        var model = new CostModel(service, services.Settings);
        var market = new BarWork(days, (long)days * listed, 0, 0, 0);
        var ranges = new BarWork(0, 0, stocks, stocks * model.Pages(days), (long)stocks * days);
        bool byMarket = request.Shape switch
        {
            RequestShape.MarketDay => true,
            RequestShape.StockRange => false,
            _ => service.SupportsMarketDay != false && model.Price(market, remaining) <= model.Price(ranges, remaining),
        };
        var cost = CostChoice.Of(request.Shape, byMarket ? market : ranges, market, ranges, service, model, remaining);
        // The list of the newest day; and where nothing was ever recorded, what a first list of stocks is checked by.
        var whole = model.Whole(cost.Work, input.Evidence.Copy.IsWhole is null ? FirstContact.Lists(days) : 1, asksCalendar: true);
        return new SyncPlan
        {
            Kind = request.Kind,
            From = range.From.ToDateTime(TimeOnly.MinValue),
            To = range.To.ToDateTime(TimeOnly.MinValue),
            TradingDays = days,
            Stocks = stocks,
            Shape = cost.Shape,
            Requests = whole.Requests,
            Minutes = whole.Seconds / 60,
            RemainingBudget = remaining,
            BudgetShare = (double)whole.Requests / services.Settings.DailyBudget,
            IsEstimate = true,
            Widens = isWider,
            Reason = cost.Reason,
        };
    }
}
