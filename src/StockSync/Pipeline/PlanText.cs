using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>Plans and runs in one line.</summary>
static class PlanText
{
    /// <summary>Requests, minutes, share of the daily budget, and why: what <c>-WhatIf</c> and <c>-Confirm</c> show.</summary>
    public static string Describe(SyncPlan plan)
    {
        string text = Strings.Format(
            "PlanText",
            Title(plan.Kind, plan.From, plan.To),
            plan.TradingDays,
            plan.CompleteDays,
            plan.Stocks,
            plan.Requests,
            plan.Shape,
            plan.Minutes,
            plan.BudgetShare,
            plan.RemainingBudget);
        if (plan.Widens)
            text += Strings.Get("PlanWidens");
        if (plan.Reason.Length > 0)
            text += Strings.Format("PlanReason", plan.Reason);
        return plan.IsEstimate ? text + Strings.Get("PlanEstimate") : text;
    }

    public static string Title(SyncKind kind, DateTime from, DateTime to) =>
        Strings.Format($"Title{kind}", from == to ? Strings.Format("OneDay", from) : Strings.Format("DayRange", from, to));

    public static string Summarize(SyncRun run) => Strings.Format(
        "RunSummary",
        run.RunId,
        run.Status,
        run.DaysCompleted,
        run.Days,
        run.Inserted,
        run.Updated,
        run.Unchanged,
        run.Requests,
        run.Duration?.TotalSeconds ?? 0);
}
