namespace StockSync.Engine.Sync;

/// <summary>What a run teaches about a service, for the plans of later ones.</summary>
static class ServiceMemory
{
    static readonly IReadOnlyDictionary<string, CostKind> s_kinds = new Dictionary<string, CostKind>
    {
        [Governor.MarketDayType] = CostKind.MarketDay,
        [Governor.StockRangeType] = CostKind.StockRange,
        [Governor.DayListType] = CostKind.DayList,
        [Governor.StockListType] = CostKind.StockList,
        [Governor.CalendarType] = CostKind.Calendar,
        [Governor.LoginType] = CostKind.Login,
        [Governor.LogoutType] = CostKind.Logout,
    };

    /// <summary>The state after a run.</summary>
    /// <param name="before">What was known.</param>
    /// <param name="governor">What the run measured.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="isOld">True when the service refused market days in this run.</param>
    /// <param name="blockedUntil">How long a ban would block, UTC.</param>
    /// <param name="now">UTC.</param>
    public static ServiceState After(
        ServiceState before, Governor governor, SyncRunStatus status, bool isOld, DateTime blockedUntil, DateTime now)
    {
        var after = before;
        if (governor.BannedBy is { } code)
            after = after with { BlockedUntil = blockedUntil, BlockedReason = code };
        else if (status is SyncRunStatus.Completed or SyncRunStatus.Partial)
            after = after with { BlockedUntil = null, BlockedReason = null };
        bool knowsMarketDay = !isOld && governor.Answers(Governor.MarketDayType).Count > 0;
        return after with
        {
            SupportsMarketDay = knowsMarketDay ? true : after.SupportsMarketDay,
            Costs = Learn(before.Costs, governor, now),
        };
    }

    static ServiceCosts Learn(ServiceCosts before, Governor governor, DateTime now)
    {
        var costs = before;
        foreach (var (type, kind) in s_kinds)
        {
            var answers = governor.Answers(type);
            if (answers.Count > 0)
                costs = costs.With(kind, CostLearning.Merge(costs.Find(kind), answers.Mean, answers.Count, now));
        }
        return costs;
    }
}
