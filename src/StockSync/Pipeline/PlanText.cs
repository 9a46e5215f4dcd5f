using System.Globalization;
using StockSync.Resources;

namespace StockSync.Pipeline;

/// <summary>Plans and runs in one line.</summary>
static class PlanText
{
    /// <summary>Requests, minutes, share of the daily budget, and why: what <c>-WhatIf</c> and <c>-Confirm</c> show.</summary>
    public static string Describe(SyncPlan plan)
    {
        string text = string.Format(
            CultureInfo.CurrentCulture,
            Strings.PlanText,
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
            text += Strings.PlanWidens;
        if (plan.Reason.Length > 0)
            text += Strings.FormatPlanReason(plan.Reason);
        return plan.IsEstimate ? text + Strings.PlanEstimate : text;
    }

    public static string Title(SyncKind kind, DateTime from, DateTime to)
    {
        string days = from == to
            ? string.Format(CultureInfo.CurrentCulture, Strings.OneDay, from)
            : string.Format(CultureInfo.CurrentCulture, Strings.DayRange, from, to);
        return kind switch
        {
            SyncKind.Day => Strings.FormatTitleDay(days),
            SyncKind.Retry => Strings.FormatTitleRetry(days),
            _ => Strings.FormatTitleBackfill(days),
        };
    }

    public static string Summarize(SyncRun run) => string.Format(
        CultureInfo.CurrentCulture,
        Strings.RunSummary,
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
