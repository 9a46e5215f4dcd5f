using System.Diagnostics;
using StockSync.Engine.Telemetry;

namespace StockSync.Rig.Points;

/// <summary>Hears when an answer of bars has come, from the run's own activities.</summary>
static class FetchWatch
{
    public static ActivityListener Start()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SyncTelemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = static activity =>
            {
                // The reference has no shape, and what failed has no answer.
                if (activity.OperationName == SyncTelemetry.FetchActivity && activity.GetTagItem("stocksync.shape") is not null
                    && activity.GetTagItem("error.type") is null)
                {
                    Death.Pass(FailPoint.AfterFetch);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
