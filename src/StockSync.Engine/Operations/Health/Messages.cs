namespace StockSync.Engine.Operations.Health;

/// <summary>Alerts, and whether anybody heard of them.</summary>
static class Messages
{
    public static AlertHealth? Of(HealthFacts facts, ReasonList reasons)
    {
        if (facts is not { OpenAlerts: { } open, Pending: { } pending, Deliveries: { } all })
            return null;
        var now = facts.Clock.UtcNow;
        // A message waits for its time off the full hour; it is overdue some while after that.
        int overdue = pending.Count(d => now - d.CreatedAt > HealthLimits.MessageWait);
        var refused = all.Where(d => d.State == AlertDeliveryState.Failed && now - d.CreatedAt < HealthLimits.MessageMemory
            && !all.Any(o => o.Channel == d.Channel && o.DeliveredAt > d.CreatedAt)).ToArray();
        if (overdue + refused.Length > 0)
        {
            var example = refused.FirstOrDefault() ?? pending.OrderBy(d => d.CreatedAt).First();
            reasons.Add(ReasonCode.AlertsUndelivered, HealthStatus.Warning, overdue + refused.Length, example.Channel, example.LastError ?? "-");
        }
        return new AlertHealth
        {
            Open = open.Count,
            Pending = pending.Count,
            OldestPendingAt = pending.Count > 0 ? pending.Min(d => d.CreatedAt) : null,
            Refused = refused.Length,
            LastDeliveredAt = all.Max(d => d.DeliveredAt),
        };
    }
}
