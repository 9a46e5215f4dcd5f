using System.Diagnostics;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Telemetry;

/// <summary>What a run tells once, at its end.</summary>
static class RunMeasures
{
    public static void Record(SyncRequest request, SyncRunStatus status, string? errorId, TimeSpan duration, RunCounters counters)
    {
        string kind = request.Kind.ToString();
        var tags = new TagList { { "kind", kind }, { "status", status.ToString() } };
        if (request.Attempt?.Slot is { } slot)
            tags.Add("slot", slot);
        if (errorId is not null)
            tags.Add("error.type", errorId);
        SyncTelemetry.RunDuration.Record(duration.TotalSeconds, tags);
        Stage("fetch", counters.FetchTime);
        Stage("store", counters.StoreTime);
        Stage("wait", counters.WaitTime);

        void Stage(string stage, TimeSpan time) =>
            SyncTelemetry.StageDuration.Record(time.TotalSeconds, new TagList { { "stage", stage }, { "kind", kind } });
    }

    public static void Rows(RowCounts rows)
    {
        Add("inserted", rows.Inserted);
        Add("updated", rows.Updated);
        Add("unchanged", rows.Unchanged);

        static void Add(string change, long count)
        {
            if (count > 0)
                SyncTelemetry.Rows.Add(count, new KeyValuePair<string, object?>("change", change));
        }
    }
}
