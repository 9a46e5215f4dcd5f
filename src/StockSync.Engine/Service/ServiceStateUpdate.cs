using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Service;

/// <summary>What a run teaches about a service, for the plans of later ones.</summary>
static class ServiceStateUpdate
{
    /// <summary>The state after a run.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="requestBudget">What the run measured.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="isOld">True when the service refused market days in this run.</param>
    /// <param name="blockedUntil">How long a ban would block, UTC.</param>
    /// <param name="costs">What runs have learned, with this one.</param>
    public static ServiceState After(
        ServiceState before, RequestBudget requestBudget, SyncRunStatus status, bool isOld, DateTime blockedUntil, ServiceCosts costs)
    {
        var after = before;
        if (requestBudget.BannedBy is { } code)
            after = after with { BlockedUntil = blockedUntil, BlockedReason = code };
        else if (status is SyncRunStatus.Completed or SyncRunStatus.Partial)
            after = after with { BlockedUntil = null, BlockedReason = null };
        bool knowsMarketDay = !isOld && requestBudget.Answers(RequestKind.MarketDay).Count > 0;
        return after with { SupportsMarketDay = knowsMarketDay ? true : after.SupportsMarketDay, Costs = costs };
    }
}
