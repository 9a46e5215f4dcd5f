namespace StockSync.Engine.Sync;

/// <summary>The plan of <c>-WhatIf</c>: from the store alone, with typical numbers where the store does not know yet.</summary>
sealed class OfflinePlanner(SyncSettings settings, ISyncStore store, string endpoint, BeijingClock clock)
{
    // Stocks listed at one time, and the share of weekdays that are trading days (244 of 261): baostock's list and calendar, 2026.
    const int TypicalStocks = 5_200;
    const double TypicalShare = 244.0 / 261;

    public async Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var info = await store.InspectAsync(cancellationToken);
        bool hasSchema = info.SchemaVersion > 0;
        IReadOnlyList<RetryTarget> targets = [];
        if (request.Kind == SyncKind.Retry)
        {
            IReadOnlyList<SyncDay> days = request.Targets.Count == 0 ? await store.GetDaysAsync(null, null, cancellationToken) : [];
            targets = RetryTargets.Complete(request.Targets, await store.GetFailuresAsync(cancellationToken), days);
        }
        var range = DateRange.Of(request, clock, settings, targets);
        var service = await store.GetServiceAsync(endpoint, cancellationToken);
        int remaining = settings.DailyBudget - await store.GetReservedRequestsAsync(endpoint, clock.Today, cancellationToken);

        var cache = new ReferenceCache(store, clock);
        var calendar = hasSchema ? await cache.CalendarAsync(range, cancellationToken) : null;
        var stocks = hasSchema ? await cache.StocksAsync(cancellationToken) : null;
        if (calendar is null || stocks is null)
            return Estimate(request, range, service, remaining, stocks);

        var known = await store.GetDaysAsync(range.From, range.To, cancellationToken);
        var scope = ScopeBuilder.Build(request, range, calendar, clock, settings, targets, known);
        var plan = await new Planner(store, settings).PlanAsync(request, scope, stocks, service, Task.FromResult(remaining), cancellationToken);
        var cost = plan.IsDone ? default : new CostModel(service, settings).Whole(plan.Cost.Work, plan.DayLists, asksCalendar: false);
        return new SyncPlan
        {
            Kind = request.Kind,
            From = scope.From.ToDateTime(TimeOnly.MinValue),
            To = scope.To.ToDateTime(TimeOnly.MinValue),
            TradingDays = scope.Days.Count,
            CompleteDays = plan.CompleteDays.Count,
            Stocks = plan.LackingStocks,
            Shape = plan.Cost.Shape,
            Requests = cost.Requests,
            Minutes = cost.Seconds / 60,
            RemainingBudget = remaining,
            BudgetShare = (double)cost.Requests / settings.DailyBudget,
            Reason = plan.IsDone ? SyncText.Get("ReasonDone") : plan.Cost.Reason,
        };
    }

    SyncPlan Estimate(SyncRequest request, DateRange range, ServiceState service, int remaining, StockList? known)
    {
        int weekdays = 0;
        for (var day = range.From; day <= range.To; day = day.AddDays(1))
            weekdays += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 1;
        int days = request.Kind == SyncKind.Day
            ? Math.Max(1, request.Dates.Count)
            : (int)Math.Ceiling(weekdays * TypicalShare);
        int listed = known?.Entries.ToArray().Count(e => e.ListedOn <= range.To && !(e.DelistedOn <= range.From)) ?? TypicalStocks;
        int stocks = request.Codes.Count > 0 ? request.Codes.Count : listed;
        var model = new CostModel(service, settings);
        var market = new BarWork(days, (long)days * listed, 0, 0, 0);
        var ranges = new BarWork(0, 0, stocks, stocks * model.Pages(days), (long)stocks * days);
        bool byMarket = request.Shape switch
        {
            RequestShape.MarketDay => true,
            RequestShape.StockRange => false,
            _ => service.SupportsMarketDay != false && model.Price(market, remaining) <= model.Price(ranges, remaining),
        };
        var cost = CostChoice.Of(request.Shape, byMarket ? market : ranges, market, ranges, service, model, remaining);
        var whole = model.Whole(cost.Work, 1, asksCalendar: true);
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
            BudgetShare = (double)whole.Requests / settings.DailyBudget,
            IsEstimate = true,
            Reason = cost.Reason,
        };
    }
}
