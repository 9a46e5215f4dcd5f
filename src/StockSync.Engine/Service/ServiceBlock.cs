using StockSync.Engine.Market;
using StockSync.Engine.Resources;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Service;

/// <summary>The cool-down after a ban: no frame is sent before it is over.</summary>
static class ServiceBlock
{
    /// <summary>Throws <see cref="ErrorIds.SourceBanned"/> while the service is blocked.</summary>
    public static void Check(ServiceState service, string endpoint, BeijingClock clock)
    {
        if (service.BlockedUntil is { } until && until > clock.UtcNow)
            throw new StockSyncException(
                ErrorIds.SourceBanned,
                ErrorKind.Limit,
                SyncStrings.FormatBlocked(endpoint, Beijing.Text(until), service.BlockedReason),
                SyncStrings.BlockedAdvice,
                endpoint);
    }
}

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

/// <summary>
/// Each machine reaches the service from an address of its own, and it is addresses that the service counts and bans. Runs are charged to
/// the service's row as ever; what a machine asks as a worker stands in a row of its own, and neither may spend the address's budget twice.
/// </summary>
static class MachineAddress
{
    /// <summary>The name under which a machine's own requests and bans are kept.</summary>
    public static string Of(string endpoint, string host) => $"{endpoint}@{host}";

    /// <summary>What this machine met and spent today as a worker: its runs may not spend that again, nor run while it is banned.</summary>
    public static async Task<(ServiceState Service, int Spent)> AsWorkerAsync(
        ISyncStore store, RunServices services, CancellationToken cancellationToken)
    {
        string address = Of(services.Endpoint, services.Host);
        if (store.Workers is null)
            return (new ServiceState { Endpoint = address }, 0);
        var service = store.Services.GetServiceAsync(address, cancellationToken);
        var spent = store.Services.GetReservedRequestsAsync(address, services.Clock.Today, cancellationToken);
        await Task.WhenAll(service, spent);
        return (await service, await spent);
    }

    /// <summary>The day's budget of this machine as a worker: less what runs that it started have spent.</summary>
    public static async Task<int> OfWorkerAsync(RunServices services, CancellationToken cancellationToken)
    {
        var midnight = Beijing.Instant(services.Clock.Today);
        var runs = await services.StoreOnce.Runs.GetRunsSinceAsync(midnight, cancellationToken);
        int spent = runs.Where(r => r.Host == services.Host).Sum(r => r.Requests);
        return Math.Max(0, services.Settings.DailyBudget - spent);
    }
}
