namespace StockSync.Engine.Sync;

/// <summary>What a run teaches about a service, for the plans of later ones.</summary>
static class ServiceMemory
{
    /// <summary>The state after a run.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="governor">What the run measured.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="isOld">True when the service refused market days in this run.</param>
    /// <param name="blockedUntil">How long a ban would block, UTC.</param>
    public static ServiceState After(ServiceState before, Governor governor, SyncRunStatus status, bool isOld, DateTime blockedUntil)
    {
        var after = before;
        if (governor.BannedBy is { } code)
            after = after with { BlockedUntil = blockedUntil, BlockedReason = code };
        else if (status is SyncRunStatus.Completed or SyncRunStatus.Partial)
            after = after with { BlockedUntil = null, BlockedReason = null };
        // A refusal is answered quickly; it says nothing of how long a market day takes.
        double? marketDay = isOld ? null : governor.Latency(Governor.MarketDayType);
        return after with
        {
            SupportsMarketDay = marketDay is not null ? true : after.SupportsMarketDay,
            MarketDaySeconds = marketDay ?? after.MarketDaySeconds,
            StockRangeSeconds = governor.Latency(Governor.StockRangeType) ?? after.StockRangeSeconds,
        };
    }
}
