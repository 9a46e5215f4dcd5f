using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Runs;

/// <summary>
/// The last work of a run, after its rows are stored: years that are over get the layout of such years. Once after each New Year, and once for a
/// database that an older module made.
/// </summary>
static class YearMerge
{
    /// <summary>Merges what can be merged; what cannot is told and left to the next run.</summary>
    /// <param name="run">The run, which has the lease.</param>
    /// <param name="bars">The table, each call in one attempt: an attempt may take a minute.</param>
    /// <param name="cancellationToken">Leaves the year that is being merged as it was.</param>
    public static async Task RunAsync(RunContext run, IBarStore bars, CancellationToken cancellationToken)
    {
        if (run.Stop.IsRequested)
            return;
        try
        {
            var years = await bars.GetYearsInPartsAsync(cancellationToken);
            // The service need not wait for it.
            if (years.Count > 0)
                await run.Pool.DisposeAsync();
            foreach (int year in years)
            {
                await run.Observer.VerboseAsync(SyncStrings.FormatYearMerging(year), cancellationToken);
                await bars.MergeYearAsync(year, run.Lease!, cancellationToken);
            }
        }
        catch (StockSyncException e) when (e.ErrorId != ErrorIds.LeaseLost)
        {
            await run.Observer.WarningAsync(SyncStrings.FormatYearsNotMerged(e.Message), cancellationToken);
        }
    }
}
