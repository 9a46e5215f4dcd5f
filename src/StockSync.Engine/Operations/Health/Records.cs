namespace StockSync.Engine.Operations.Health;

/// <summary>Whether what is recorded is true, and what could not be recorded as good.</summary>
static class Records
{
    public static CheckpointHealth? Checkpoint(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Checkpoint is { IsConsistent: false } wrong)
            reasons.Add(
                ReasonCode.CheckpointWrong, Advice.Key(facts, ReasonCode.CheckpointWrong, "CheckpointWrongChosen"), HealthStatus.Critical, $"{wrong.Date:yyyy-MM-dd}", wrong.Recorded, wrong.InTable);
        return facts.Checkpoint;
    }

    public static int? Quarantined(HealthFacts facts, ReasonList reasons)
    {
        if (facts.Quarantined > 0)
            reasons.Add(ReasonCode.QuarantinedBars, HealthStatus.Warning, facts.Quarantined);
        return facts.Quarantined;
    }

    /// <summary>Open failures by reason, most first.</summary>
    public static IReadOnlyList<FailureCount> Failures(HealthFacts facts) =>
    [
        .. (facts.Failures ?? []).GroupBy(f => f.Reason, StringComparer.Ordinal)
            .Select(g => new FailureCount { Reason = g.Key, Count = g.Count(), OldestAt = g.Min(f => f.FirstFailedAt) })
            .OrderByDescending(f => f.Count).ThenBy(f => f.Reason, StringComparer.Ordinal),
    ];
}
