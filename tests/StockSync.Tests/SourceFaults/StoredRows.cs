using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.SourceFaults;

/// <summary>What must hold of table and checkpoint at any moment, however a run ended.</summary>
static class StoredRows
{
    /// <summary>Every stored row is as published; no checkpoint claims a row that is not there; a completed day has all of its rows.</summary>
    public static async Task AssertSoundAsync(EngineRig rig, DateOnly from, DateOnly to)
    {
        var truth = rig.Market.AShareBars(from, to).ToDictionary(b => (b.Code[3..], b.Day));
        var bars = await rig.ReadAsync(e => e.GetBarsAsync(new BarQuery { From = from, To = to }, CancellationToken.None));
        foreach (var bar in bars)
        {
            Assert.True(truth.TryGetValue((bar.Code, DateOnly.FromDateTime(bar.Date)), out var published), $"{bar} was never published");
            Assert.Null(TruthChecker.Difference(bar, published!));
        }
        var rows = bars.CountBy(b => b.Date).ToDictionary();
        foreach (var day in await rig.CheckpointAsync())
        {
            int stored = rows.GetValueOrDefault(day.Date);
            Assert.InRange(day.Stored + day.Suspended, 0, stored);
            if (day.Status == SyncDayStatus.Completed)
                Assert.Equal(truth.Keys.Count(k => k.Day == DateOnly.FromDateTime(day.Date)), stored);
        }
    }
}
