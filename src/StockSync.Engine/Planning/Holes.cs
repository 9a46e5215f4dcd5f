using StockSync.Engine.Evidence;
using StockSync.Engine.Market;

namespace StockSync.Engine.Planning;

/// <summary>
/// Holes that a run found in days long published: the service names a stock for the day and its answer left the bar out, or sent it broken.
/// One answer may be cut short or damaged on its way; such bars are asked for once more before the run ends.
/// </summary>
static class Holes
{
    /// <summary>True for a day whose holes are worth a second question: the service is not expected to add to it by itself.</summary>
    public static bool AreIn(SyncDay day, SyncScope scope) => day.Status != SyncDayStatus.Completed
        && day.Late + day.Quarantined > 0
        && !scope.IsFresh(DateOnly.FromDateTime(day.Date));

    /// <summary>Requests that a second question may take: who is absent for years is not worth more in one run.</summary>
    public const int Most = 50;

    /// <summary>The scope of the second question, or null where nothing is to be asked. Short gaps come first.</summary>
    /// <param name="scope">What the run was about.</param>
    /// <param name="days">Days of it with holes, in order.</param>
    /// <param name="book">What is recorded of stocks without a row.</param>
    /// <param name="calendar">The trading days.</param>
    public static SyncScope? Scope(SyncScope scope, IReadOnlyList<DateOnly> days, KnownAbsences book, TradingCalendar calendar)
    {
        var wanted = days.ToHashSet();
        var open = book.All.Where(a => !a.IsAccepted && a.Answers > 0)
            .Select(a => (Absence: a, Days: calendar.Between(a.From, a.To).ToArray().Where(d => wanted.Contains(d) && scope.Asks(d, a.Code)).ToArray()))
            .Where(a => a.Days.Length > 0)
            .OrderBy(a => a.Days.Length).ThenBy(a => a.Absence.Code).ThenBy(a => a.Absence.From)
            .ToArray();
        var chosen = open;
        int stocks = open.Select(a => a.Absence.Code).Distinct().Count();
        int lacking = open.SelectMany(a => a.Days).Distinct().Count();
        if (Math.Min(stocks, lacking) > Most)
        {
            var few = open.Select(a => a.Absence.Code).Distinct().Take(Most).ToHashSet();
            chosen = [.. open.Where(a => few.Contains(a.Absence.Code))];
        }
        if (chosen.Length == 0)
            return null;
        var holes = new SyncScope
        {
            From = days[0],
            To = days[^1],
            Newest = scope.Newest,
            FreshFrom = scope.FreshFrom,
            Days = [.. chosen.SelectMany(a => a.Days).Distinct().Order()],
        };
        foreach (var (absence, missing) in chosen)
            holes.AddRange(absence.Code, missing[0], missing[^1]);
        return holes;
    }
}
