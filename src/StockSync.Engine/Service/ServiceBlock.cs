using StockSync.Engine.Market;
using StockSync.Engine.Resources;
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
