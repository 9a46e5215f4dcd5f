using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>How large the database has become, once a run.</summary>
static class SizeRecorder
{
    /// <summary>Remembers the size of the Beijing day. Failures are nobody's concern: the next run's size takes this one's place.</summary>
    public static async Task RememberAsync(ISyncStore store, BeijingClock clock, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, clock.Time);
        try
        {
            await store.History.PutSizeAsync(clock.Today, null, limit.Token);
        }
        catch (Exception e) when (e is StockSyncException or OperationCanceledException)
        {
            // Everything that matters is recorded already.
        }
    }
}
