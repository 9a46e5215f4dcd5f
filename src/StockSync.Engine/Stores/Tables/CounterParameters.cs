using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Engine.Stores.Tables;

/// <summary>A run's totals as the values of a statement.</summary>
static class CounterParameters
{
    public static Statement WithAll(this Statement statement, RunCounters counters) => statement
        .With("requests", counters.Requests).With("retries", counters.Retries).With("bytes_in", counters.BytesIn)
        .With("bytes_out", counters.BytesOut).With("source_errors", counters.SourceErrors)
        .With("fetch_seconds", counters.FetchTime.TotalSeconds).With("store_seconds", counters.StoreTime.TotalSeconds)
        .With("wait_seconds", counters.WaitTime.TotalSeconds);
}
