using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Service;

/// <summary>What a run teaches about a service, for the plans of later ones.</summary>
static class ServiceMemory
{
    /// <summary>The state after a run.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="governor">What the run measured.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="isOld">True when the service refused market days in this run.</param>
    /// <param name="blockedUntil">How long a ban would block, UTC.</param>
    /// <param name="costs">What runs have learned, with this one.</param>
    public static ServiceState After(
        ServiceState before, Governor governor, SyncRunStatus status, bool isOld, DateTime blockedUntil, ServiceCosts costs)
    {
        var after = before;
        if (governor.BannedBy is { } code)
            after = after with { BlockedUntil = blockedUntil, BlockedReason = code };
        else if (status is SyncRunStatus.Completed or SyncRunStatus.Partial)
            after = after with { BlockedUntil = null, BlockedReason = null };
        bool knowsMarketDay = !isOld && governor.Answers(RequestKind.MarketDay).Count > 0;
        return after with { SupportsMarketDay = knowsMarketDay ? true : after.SupportsMarketDay, Costs = costs };
    }
}
