using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>
/// Which of the absences that are due are asked for again by a daily run: the newest doubts first, accepted ones on their timetable, and no more
/// than an evening may cost.
/// </summary>
sealed class DueAbsences
{
    // A day that lacks more stocks than this is cheaper asked for whole.
    const int Many = 20;

    // Left of an evening's requests for lists of days.
    const int ForLists = 10;

    DueAbsences(IReadOnlyList<DateOnly> days, IReadOnlyList<StockCoverage> ranges) => (Days, Ranges) = (days, ranges);

    public static readonly DueAbsences None = new([], []);

    /// <summary>Lists of days that a daily run may ask for.</summary>
    public const int Lists = ForLists;

    /// <summary>Days to be asked for whole.</summary>
    public IReadOnlyList<DateOnly> Days { get; }

    /// <summary>Single stocks.</summary>
    public IReadOnlyList<StockCoverage> Ranges { get; }

    /// <summary>Chooses.</summary>
    /// <param name="due">What is due, newest first.</param>
    /// <param name="lookedAt">Trading days that the run looks at in any case.</param>
    /// <param name="calendar">The trading days.</param>
    /// <param name="mayAskWhole">False for a service without market days.</param>
    public static DueAbsences Choose(IReadOnlyList<Absence> due, IReadOnlySet<DateOnly> lookedAt, TradingCalendar calendar, bool mayAskWhole)
    {
        int left = EvidenceLimits.RequestsAnEvening - ForLists;
        var whole = new List<DateOnly>();
        if (mayAskWhole)
        {
            var many = due.Where(a => !a.IsAccepted && a.To.DayNumber - a.From.DayNumber <= EvidenceLimits.ClosedDays)
                .SelectMany(a => calendar.Between(a.From, a.To).ToArray())
                .GroupBy(d => d).Where(d => d.Count() > Many && !lookedAt.Contains(d.Key)).Select(d => d.Key);
            whole.AddRange(many.OrderDescending().Take(left));
            left -= whole.Count;
        }
        int checks = EvidenceLimits.ChecksAnEvening;
        var ranges = new List<StockCoverage>();
        foreach (var absence in Joined(due, calendar))
        {
            if (left == 0)
                break;
            bool isSeen = calendar.From <= absence.From && calendar.Between(absence.From, absence.To) is { Length: > 0 } days
                && days.ToArray().All(d => lookedAt.Contains(d) || whole.Contains(d));
            // A calendar was wrong about the day: nobody is absent where there is no trading.
            bool isClosed = calendar.From <= absence.From && absence.To <= calendar.To && calendar.Between(absence.From, absence.To).Length == 0;
            if (isSeen || isClosed || (absence.IsAccepted && checks == 0))
                continue;
            ranges.Add(new StockCoverage(absence.Code, absence.From, absence.To));
            left--;
            checks -= absence.IsAccepted ? 1 : 0;
        }
        return new DueAbsences([.. whole.Order()], ranges);
    }

    // Absences of a stock on trading days in a row are one question, whenever each of them was answered.
    static IEnumerable<Absence> Joined(IReadOnlyList<Absence> due, TradingCalendar calendar)
    {
        var joined = new List<Absence>();
        foreach (var next in due.OrderBy(a => a.IsAccepted).ThenBy(a => a.Code).ThenBy(a => a.From))
        {
            if (joined.Count > 0 && joined[^1] is var last && (last.IsAccepted, last.Code) == (next.IsAccepted, next.Code)
                && calendar.From <= last.To && next.From <= calendar.To && calendar.Between(last.To.AddDays(1), next.From.AddDays(-1)).Length == 0)
                joined[^1] = last with { To = next.To };
            else
                joined.Add(next);
        }
        return joined.OrderByDescending(a => a.To).ThenBy(a => a.Code).ThenBy(a => a.From);
    }
}
