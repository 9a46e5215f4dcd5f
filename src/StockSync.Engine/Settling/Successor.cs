using StockSync.Engine.Evidence;
using StockSync.Engine.Resources;
using StockSync.Engine.RunState;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>
/// A code that was replaced: the service keeps the same history under another one (300114 became 302132). Rows of the old code stay, and count
/// nowhere once the new code holds the same bars.
/// </summary>
static class Successor
{
    // Of the days that both have, in percent.
    const int FewestEqual = 95;

    /// <summary>Marks the old code where the bars of both agree; true where they do.</summary>
    public static async Task<bool> TakeOverAsync(
        RunContext run, RunCommitter committer, StockCode old, StockCode by, CancellationToken cancellationToken)
    {
        var bars = new Dictionary<DateTime, Bar>();
        int common = 0;
        int equal = 0;
        string oldCode = old.ToString();
        var rows = new HashSet<DateOnly>();
        // In order of code: the smaller first.
        await foreach (var bar in run.Store.Bars.ReadBarsAsync(new BarQuery { Codes = [old, by] }, cancellationToken))
        {
            if (bar.Code == oldCode)
                rows.Add(DateOnly.FromDateTime(bar.Date));
            if (!bars.Remove(bar.Date, out var other))
            {
                bars.Add(bar.Date, bar);
                continue;
            }
            common++;
            equal += (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume) == (other.Open, other.High, other.Low, other.Close, other.Volume) ? 1 : 0;
        }
        if (common == 0 || equal * 100 < common * FewestEqual)
            return false;
        var records = await run.Store.Days.GetDaysAsync(null, null, cancellationToken);
        var book = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken));
        var tallies = new List<DayTally>();
        foreach (var record in records)
        {
            var day = DateOnly.FromDateTime(record.Date);
            var absent = book.On(old, day);
            // A day that this run settled expects the new code alone: there the row of the old one is one too many already.
            bool isExpected = record.Stored + record.Suspended + record.Late + record.Failed <= record.Expected;
            int counted = (isExpected && rows.Contains(day) ? 1 : 0) + (absent is { State: not StockState.NotListed } ? 1 : 0);
            if (rows.Contains(day) || absent is not null)
                tallies.Add(DayReview.Tally(record, [.. book.On(day).Where(e => e.Code != old)], record.Expected - counted, run));
        }
        // One transaction: from it on the rows count nowhere, on no day.
        await committer.CommitAsync(new StoreCommit { Now = run.Clock.UtcNow, Replaced = (old, by), Days = tallies }, cancellationToken);
        await run.Observer.WarningAsync(SyncStrings.FormatCodeReplaced(old, by, rows.Count), cancellationToken);
        return true;
    }
}
