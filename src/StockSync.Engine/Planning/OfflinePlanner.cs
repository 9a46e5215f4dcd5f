using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Planning;

/// <summary>The plan of <c>-WhatIf</c>: from the store alone, with typical numbers where the store does not know yet.</summary>
sealed class OfflinePlanner(SyncSettings settings, ISyncStore store, string endpoint, BeijingClock clock)
{
    // Stocks listed at one time, and the share of weekdays that are trading days (244 of 261): baostock's list and calendar, 2026.
    const int TypicalStocks = 5_200;
    const double TypicalShare = 244.0 / 261;

    static readonly StoredEvidence s_none = new(CopyScope.Unknown, [], []);

    public async Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        var info = await store.InspectAsync(cancellationToken);
        bool hasSchema = info.SchemaVersion > 0;
        IReadOnlyList<RetryTarget> targets = [];
        if (request.Kind == SyncKind.Retry)
        {
            IReadOnlyList<SyncDay> days = request.Targets.Count == 0 ? await store.Days.GetDaysAsync(null, null, cancellationToken) : [];
            targets = RetryTargets.Complete(request.Targets, await store.Failures.GetFailuresAsync(cancellationToken), days);
        }
        var range = DateRange.Of(request, clock, settings, targets);
        var service = await store.Services.GetServiceAsync(endpoint, cancellationToken);
        int remaining = settings.DailyBudget - await store.Services.GetReservedRequestsAsync(endpoint, clock.Today, cancellationToken);

        var evidence = hasSchema ? await StoredEvidence.ReadAsync(store, request, clock, cancellationToken) : s_none;
        bool isWider = evidence.Copy.IsWidenedBy(request);
        // Stocks that are asked for by name come into a copy of chosen ones; a run for the whole market takes all.
        var copy = isWider ? CopyScope.Unknown : evidence.Copy with { Codes = evidence.Copy.Codes.Union(request.Codes).ToHashSet() };

        var cache = new ReferenceCache(store, clock);
        var certain = hasSchema ? await cache.CalendarAsync(range, cancellationToken) : null;
        var calendar = certain ?? (hasSchema ? await cache.PlannedCalendarAsync(range, cancellationToken) : null);
        var stocks = hasSchema ? (await cache.StocksAsync(cancellationToken))?.Within(copy) : null;
        if (calendar is null || stocks is null)
            return Estimate(request, range, service, remaining, stocks, evidence, isWider);

        var known = await store.Days.GetDaysAsync(range.From, range.To, cancellationToken);
        var due = evidence.Due(request, calendar, ScopeBuilder.Build(request, range, calendar, clock, settings, targets, known), service);
        var scope = ScopeBuilder.Build(request, range, calendar, clock, settings, targets, known, due.Days);
        var facts = await PlanFacts.ReadAsync(store, request, scope, Task.FromResult(remaining), cancellationToken);
        // For stocks that come into a copy its days are open whatever they are for the others. Rows stay; a copy of the market begins anew.
        if (isWider)
            facts = facts with { Days = [], Absences = [] };
        else if (evidence.Copy.IsChosen && request.Codes.Any(c => !evidence.Copy.Codes.Contains(c)))
            facts = facts with { Days = [] };
        var plan = await new Planner(store, settings).PlanAsync(request, scope, stocks, service, facts, cancellationToken);
        bool isFirst = evidence.Copy.IsWhole is null && known.Count == 0;
        double lists = plan.DayLists + due.Ranges.Count + (isFirst ? FirstContact.Extra(request, scope) : 0);
        var cost = plan.IsDone && due.Ranges.Count == 0
            ? default
            : new CostModel(service, settings).Whole(plan.Cost.Work, lists, asksCalendar: certain is null);
        return new SyncPlan
        {
            Kind = request.Kind,
            From = scope.From.ToDateTime(TimeOnly.MinValue),
            To = scope.To.ToDateTime(TimeOnly.MinValue),
            TradingDays = scope.Days.Count,
            CompleteDays = plan.CompleteDays.Count,
            Stocks = Math.Max(plan.LackingStocks, due.Ranges.Select(r => r.Code).Distinct().Count()),
            Shape = plan.Cost.Shape,
            Requests = cost.Requests,
            Minutes = cost.Seconds / 60,
            RemainingBudget = remaining,
            BudgetShare = (double)cost.Requests / settings.DailyBudget,
            Widens = isWider,
            Reason = !plan.IsDone ? plan.Cost.Reason
                : due.Ranges.Count > 0 ? SyncStrings.FormatReasonDue(due.Ranges.Count)
                : SyncStrings.ReasonDone,
        };
    }

    SyncPlan Estimate(
        SyncRequest request, DateRange range, ServiceState service, int remaining, StockList? known, StoredEvidence evidence, bool isWider)
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
        // The list of the newest day; and where nothing was ever recorded, what a first list of stocks is checked by.
        var whole = model.Whole(cost.Work, evidence.Copy.IsWhole is null ? FirstContact.Lists(days) : 1, asksCalendar: true);
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
            Widens = isWider,
            Reason = cost.Reason,
        };
    }
}
