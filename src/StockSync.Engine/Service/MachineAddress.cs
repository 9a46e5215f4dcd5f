using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Service;

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
