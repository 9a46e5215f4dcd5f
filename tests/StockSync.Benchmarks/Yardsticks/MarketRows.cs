using StockSync.Engine.Sources.Baostock;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Benchmarks.Yardsticks;

/// <summary>The rows of a market in memory: what a yardstick writes is what the engine writes.</summary>
static class MarketRows
{
    /// <summary>All bars of the days, sorted as every store wants them, and what they were on the wire.</summary>
    public static async Task<(BarBatch Rows, long Bytes)> FetchAsync(SyncSettings settings, IEnumerable<DateOnly> days)
    {
        var gate = new OpenGate();
        var rows = new BarBatch();
        await using var session = await new BaostockSource(settings, gate, TimeProvider.System).OpenAsync(default);
        long before = gate.BytesIn;
        foreach (var day in days)
            await session.GetMarketDayAsync(day, rows, default);
        rows.SortAndDistinct();
        return (rows, gate.BytesIn - before);
    }
}
