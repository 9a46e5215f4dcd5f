using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Operations.Health;

/// <summary>The service, as runs saw it; it is never asked here.</summary>
static class SourceHealthReader
{
    public static SourceHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { Service: { } service, Requests: { } requests })
            return null;
        var now = facts.Clock.UtcNow;
        CheckBlock(service, now, reasons);
        if (requests >= facts.Settings.DailyBudget)
            reasons.Add(ReasonCode.BudgetSpent, HealthStatus.Warning, facts.Settings.DailyBudget, service.Endpoint);

        var week = (facts.Runs ?? []).Where(r => r.StartedAt > now.AddDays(-7) && r.Requests > 0).ToArray();
        long recent = week.Sum(r => (long)r.Requests);
        return new SourceHealth
        {
            MarketDaySeconds = service.MarketDaySeconds,
            StockRangeSeconds = service.StockRangeSeconds,
            LatencyP50 = Latency(week, r => r.LatencyP50),
            LatencyP95 = Latency(week, r => r.LatencyP95),
            RecentRequests = (int)Math.Min(recent, int.MaxValue),
            ErrorRate = recent > 0 ? Math.Min(1, (double)week.Sum(r => (long)r.SourceErrors) / recent) : null,
            LastAnswerAt = (facts.Runs ?? []).FirstOrDefault(r => r.BytesIn > 0) is { } run ? run.EndedAt ?? run.LastSeenAt : null,
            BlockedUntil = service.BlockedUntil > now ? service.BlockedUntil : null,
            Requests = requests,
            Budget = facts.Settings.DailyBudget,
        };
    }

    // A run that ends well clears the ban; until then nobody knows whether it is over.
    static void CheckBlock(ServiceState service, DateTime now, ReasonList reasons)
    {
        if (service.BlockedUntil is not { } until)
            return;
        bool isBlocked = until > now;
        reasons.Add(
            ReasonCode.SourceBlocked,
            isBlocked ? "SourceBlocked" : "SourceWasBlocked",
            isBlocked ? HealthStatus.Critical : HealthStatus.Warning,
            service.Endpoint, Beijing.Text(until), service.BlockedReason ?? "-");
    }

    // The median over requests of what each run measured of its own.
    static double? Latency(SyncRun[] runs, Func<SyncRun, double?> measure) =>
        Percentile.Weighted(runs.Where(r => measure(r) is not null).Select(r => (measure(r)!.Value, (long)r.Requests)), 0.5);
}
