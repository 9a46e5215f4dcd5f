using StockSync.Engine;
using StockSync.Engine.Stores.Sql;
using StockSync.MarketServer;
using StockSync.Tests.EndToEnd;

namespace StockSync.Tests.Crash;

/// <summary>
/// The invariants of a database that a killed run has left behind, checked by somebody who knows the market's whole truth. Each breach is
/// a line that begins with the invariant's number.
/// </summary>
static class CrashChecker
{
    // A stock has 20 to 39 rows or, newly listed or delisted, fewer: so many fill a transaction of StockRange.
    const int StocksOfCommit = 6;

    /// <summary>All breaches.</summary>
    /// <param name="rig">Where to look.</param>
    /// <param name="isDone">True once a run has claimed that all is complete.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(CrashRig rig, bool isDone)
    {
        var found = new List<string>();
        var truth = rig.Engine.Market.AShareBars(rig.Days[0], rig.Days[^1])
            .ToDictionary(b => (Code: StockCode.TryParse(b.Code, out var code) ? code.ToString() : b.Code, b.Day));
        var stored = await FindInRowsAsync(rig, truth, found);
        var days = await rig.Engine.CheckpointAsync();
        var runs = await rig.Engine.RunsAsync();

        var rows = stored.CountBy(k => k.Day).ToDictionary();
        var expected = truth.Keys.CountBy(k => k.Day).ToDictionary();
        foreach (var day in days)
        {
            var date = DateOnly.FromDateTime(day.Date);
            int inTable = rows.GetValueOrDefault(date);
            if (day.Status == SyncDayStatus.Completed && inTable != expected.GetValueOrDefault(date))
                found.Add($"I4 {day} with {inTable} rows of {expected.GetValueOrDefault(date)}");
            if (day.Stored + day.Suspended > inTable)
                found.Add($"I4 {day} recorded {day.Stored + day.Suspended} rows, the table has {inTable}");
        }
        if (runs.Sum(r => r.Inserted) != stored.Count)
            found.Add($"I4 runs recorded {runs.Sum(r => r.Inserted)} rows, the table has {stored.Count}");
        found.AddRange(runs.Skip(isDone ? 0 : 1).Where(r => r.Status == SyncRunStatus.Running).Select(r => $"I5 {r} and nobody runs it"));
        if (isDone)
        {
            found.AddRange(truth.Keys.Except(stored).Take(3).Select(k => $"I1 {k} is missing"));
            found.AddRange(rig.Days.Except(days.Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)))
                .Take(3).Select(d => $"I1 {d:yyyy-MM-dd} is not complete"));
        }
        return found;
    }

    /// <summary>Work that one run did although it was done: I7. Requests that were on their way to a commit may be lost, no more.</summary>
    public static IReadOnlyList<string> FindRefetched(CrashRig rig, CrashState before, CrashState after, bool isDone)
    {
        var asked = rig.Engine.Service.Log.Entries.Where(e => e.Connection > before.Connections && e.Connection <= after.Connections).ToList();
        var days = asked.Where(e => e.Type == "98").Select(e => e.From!.Value).ToList();
        var stocks = asked.Where(e => e.Type == "95").Select(e => StockCode.TryParse(e.Code, out var code) ? code.ToString() : "?").ToList();
        var found = new List<string>();
        found.AddRange(days.Where(before.Complete.Contains).Select(d => $"I7 {d:yyyy-MM-dd} was complete and is asked for"));
        found.AddRange(stocks.Where(before.Covered.Contains).Select(c => $"I7 {c} was answered and is asked for"));
        if (isDone)
            return found;
        // One half is being committed, one half waits for it, and one answer waits for room.
        if (days.Count > after.Complete.Count - before.Complete.Count + CrashRig.CommitDays + 1)
            found.Add($"I7 {days.Count} days asked for, {after.Complete.Except(before.Complete).Count()} kept");
        if (after.Complete.Count == 0 && stocks.Count > after.Covered.Count - before.Covered.Count + StocksOfCommit + 3)
            found.Add($"I7 {stocks.Count} stocks asked for, {after.Covered.Except(before.Covered).Count()} kept");
        return found;
    }

    static async Task<IReadOnlyCollection<(string Code, DateOnly Day)>> FindInRowsAsync(
        CrashRig rig, Dictionary<(string, DateOnly), MarketBar> truth, List<string> found)
    {
        var stored = new HashSet<(string, DateOnly)>();
        await using var engine = EngineFactory.Create(rig.Engine.Settings);
        await foreach (var bar in engine.GetBarsAsync(new BarQuery(), CancellationToken.None))
        {
            var key = (bar.Code, DateOnly.FromDateTime(bar.Date));
            if (!stored.Add(key))
                found.Add($"I2 {key} is there twice");
            else if (!truth.TryGetValue(key, out var published))
                found.Add($"I3 {key} was never published");
            else if (TruthChecker.Difference(bar, published) is { } difference)
                found.Add($"I3 {difference}");
        }
        return stored;
    }
}
