using StockSync.Engine.Planning;
using StockSync.Engine.RunState;

namespace StockSync.Engine.Runs;

/// <summary>Measures the part of a run in which bars are fetched and days settled.</summary>
sealed class FetchTimer(RunContext run)
{
    long _started;
    long _rowsBefore;
    TimeSpan _storeBefore;

    /// <summary>From the first request for bars to the last day settled.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>In transactions meanwhile.</summary>
    public TimeSpan StoreTime { get; private set; }

    /// <summary>Rows written, or found to be there already.</summary>
    public long Rows { get; private set; }

    /// <summary>Market days and stocks that were planned.</summary>
    public int Units { get; private set; }

    /// <summary>Days settled.</summary>
    public int Days { get; private set; }

    /// <summary>Lists of a day that were asked for whatever the bars were.</summary>
    public int SureLists { get; private set; }

    /// <summary>Does a plan's work.</summary>
    public async Task MeasureAsync(WorkPlan plan, Func<Task> work)
    {
        _started = run.Clock.Time.GetTimestamp();
        _rowsBefore = Interlocked.Read(ref run.RowsStored);
        _storeBefore = run.Times.Store;
        try
        {
            await work();
        }
        finally
        {
            Time += run.Clock.Time.GetElapsedTime(_started);
            StoreTime += run.Times.Store - _storeBefore;
            Rows += Interlocked.Read(ref run.RowsStored) - _rowsBefore;
            Units = Math.Max(Units, Math.Max(plan.MarketDays.Count, plan.StockRanges.Count));
        }
    }

    /// <summary>Notes that the days of a plan are settled.</summary>
    public void Settles(WorkPlan plan, SyncScope scope)
    {
        Days += plan.OpenDays.Count;
        SureLists += scope.Newest is { } newest && scope.IsWholeMarket(newest) && plan.OpenDays.Contains(newest) ? 1 : 0;
    }
}
