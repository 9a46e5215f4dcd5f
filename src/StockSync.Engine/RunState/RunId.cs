using StockSync.Engine.Market;

namespace StockSync.Engine.RunState;

/// <summary>Identities of runs: sortable by start, unique over machines.</summary>
static class RunId
{
    public static string Create(BeijingClock clock) =>
        $"{clock.UtcNow:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..8]}";
}
