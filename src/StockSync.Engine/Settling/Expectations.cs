using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.RunState;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>Recorded days on which a stock is expected that it was not expected on before: a list that grew, dates that changed, a larger copy.</summary>
static class Expectations
{
    /// <summary>The intervals to be opened; none where no recorded day is concerned.</summary>
    /// <param name="run">The run.</param>
    /// <param name="changed">The entries as they are now.</param>
    /// <param name="before">The list of before; null where there was none.</param>
    /// <param name="copy">Which stocks the database is a copy of.</param>
    /// <param name="added">Stocks that came into the copy with this run: expected on all its days.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<IReadOnlyList<Absence>> OfAsync(
        RunContext run,
        IReadOnlyList<StockEntry> changed,
        StockList? before,
        CopyScope copy,
        IReadOnlyList<StockCode> added,
        CancellationToken cancellationToken)
    {
        var today = run.Clock.Today;
        var entries = changed.Where(e => before is not null && !copy.IsChosen || copy.Codes.Contains(e.Code)).ToList();
        entries.AddRange(added.Select(run.AllStocks.IndexOf).Where(i => i >= 0).Select(i => run.AllStocks[i]));
        var intervals = entries.DistinctBy(e => e.Code)
            .SelectMany(e => StockListChange.Added(Old(e.Code), e, TradingCalendar.First, today).Select(i => (e.Code, i.From, i.To)))
            .ToArray();
        if (intervals.Length == 0)
            return [];
        var records = await run.Store.Days.GetDaysAsync(intervals.Min(i => i.From), intervals.Max(i => i.To), cancellationToken);
        if (records.Count == 0)
            return [];
        DateOnly[] days = [.. records.Select(r => DateOnly.FromDateTime(r.Date))];
        var stored = await run.Store.Bars.ReadKeysAsync(days[0], days[^1], [.. intervals.Select(i => i.Code).Distinct()], cancellationToken)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        var noted = new KnownAbsences(await run.Store.Absences.GetAbsencesAsync(days[0], days[^1], cancellationToken));
        return [.. intervals.SelectMany(i => Open(i.Code, days.Where(d => i.From <= d && d <= i.To), stored, noted, run))];

        StockEntry? Old(StockCode code) => added.Contains(code) ? null : before?.IndexOf(code) is >= 0 and var at ? before[at] : null;
    }

    static List<Absence> Open(
        StockCode code, IEnumerable<DateOnly> days, HashSet<(DateOnly, StockCode)> stored, KnownAbsences noted, RunContext run)
    {
        var yesterday = run.Clock.Today.AddDays(-1);
        var open = days.Where(d => !stored.Contains((d, code)) && noted.Find(code, d) is null)
            .Select(d => Absence.Of(new DayException(d, code, StockState.Late, AbsenceReason.NotAsked, 0, yesterday, yesterday))).ToList();
        return AbsenceIntervals.Join(open, (end, start) => run.Calendar.Between(end.AddDays(1), start.AddDays(-1)).Length == 0 && run.Calendar.From <= end);
    }
}
