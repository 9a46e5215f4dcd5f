using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;

namespace StockSync.Tests.Histories;

/// <summary>What the store holds after a command, and what was said until then.</summary>
sealed class HistoryFacts
{
    readonly HashSet<(DateOnly, StockCode)> _rows;
    readonly TradingCalendar _calendar;
    readonly Dictionary<StockCode, StockEntry> _stocks;
    readonly HashSet<(StockCode, DateOnly)> _accepted = [];
    readonly Dictionary<DateOnly, SyncDay> _days;

    HistoryFacts(
        HistoryService service,
        IReadOnlyList<SyncDay> days,
        IReadOnlyList<Absence> absences,
        IReadOnlyList<StockEntry> stocks,
        IReadOnlyList<CalendarDay> calendar,
        HashSet<(DateOnly, StockCode)> rows)
    {
        (Service, Days, Absences, _rows) = (service, days, absences, rows);
        _days = days.ToDictionary(d => DateOnly.FromDateTime(d.Date));
        _calendar = new TradingCalendar(calendar);
        _stocks = stocks.ToDictionary(s => s.Code);
        foreach (var absence in absences)
        {
            if (!absence.IsAccepted)
                continue;
            foreach (var day in _calendar.Between(absence.From, absence.To))
                _accepted.Add((absence.Code, day));
        }
    }

    public static async Task<HistoryFacts> ReadAsync(HistoryService service, ISyncStore store)
    {
        var (first, last) = (DateOnly.MinValue, DateOnly.MaxValue);
        var rows = new HashSet<(DateOnly, StockCode)>();
        await foreach (var key in store.Bars.ReadKeysAsync(first, last, [], CancellationToken.None))
            rows.Add(key);
        return new HistoryFacts(
            service,
            await store.Days.GetDaysAsync(null, null, CancellationToken.None),
            await store.Absences.GetAbsencesAsync(first, last, CancellationToken.None),
            await store.Reference.GetStocksAsync(CancellationToken.None),
            await store.Reference.GetCalendarAsync(first, last, CancellationToken.None),
            rows);
    }

    public HistoryService Service { get; }

    public IReadOnlyList<Said> Said => Service.Said;

    public IReadOnlyList<SyncDay> Days { get; }

    public IReadOnlyList<Absence> Absences { get; }

    /// <summary>On recorded days: of others, which an absence may reach over, nothing is claimed.</summary>
    public IEnumerable<(StockCode Code, DateOnly Day)> Accepted => _accepted.Where(a => IsRecorded(a.Item2));

    public IReadOnlyCollection<(DateOnly Day, StockCode Code)> Rows => _rows;

    public bool Has(StockCode code, DateOnly day) => _rows.Contains((day, code));

    public bool IsRecorded(DateOnly day) => _days.ContainsKey(day);

    public bool IsAccepted(StockCode code, DateOnly day) => _accepted.Contains((code, day));

    /// <summary>When an accepted absence is asked for again; null where it is none.</summary>
    public DateOnly? CheckOn(StockCode code, DateOnly day) => Absences.FirstOrDefault(a => a.IsAccepted && a.Code == code && a.Covers(day))?.CheckOn;

    /// <summary>
    /// True where all that a day lacks was opened again since an evening, by a bar that came within an accepted gap: it waits for its second answer.
    /// </summary>
    public bool IsAskedAnew(DateOnly day, DateOnly evening)
    {
        var open = Absences.Where(a => !a.IsAccepted && a.Covers(day)).ToArray();
        return open.Length > 0 && open.All(a => a.FirstOn >= evening && HasBarBeside(a));
    }

    bool HasBarBeside(Absence absence) => (Before(absence.From) is { } before && Has(absence.Code, before)) || (After(absence.To) is { } after && Has(absence.Code, after));

    /// <summary>True where the stored list expects a bar.</summary>
    public bool IsExpected(StockCode code, DateOnly day) => _stocks.TryGetValue(code, out var stock) && stock.IsExpectedOn(day);

    public DateOnly? Before(DateOnly day) => _calendar.Before(day);

    public DateOnly? After(DateOnly day) => _calendar.After(day);

    /// <summary>Stocks that a day has or should have, those accepted as absent too.</summary>
    public int Expected(DateOnly day) => (_days.TryGetValue(day, out var known) ? known.Expected : 0) + _accepted.Count(a => a.Item2 == day);

    /// <summary>Stocks that are accepted as absent on a day and were not on the trading day before.</summary>
    public int NewlyAccepted(DateOnly day) =>
        _accepted.Count(a => a.Item2 == day && !(Before(day) is { } before && _accepted.Contains((a.Item1, before))));

    /// <summary>Expected stocks that have no bar in truth.</summary>
    public int AbsentInTruth(DateOnly day) => _stocks.Values.Count(s => s.IsExpectedOn(day) && !Service.Shows(s.Code, day, Service.Beijing));

    /// <summary>Answers about a bar.</summary>
    public IEnumerable<Said> Answers(StockCode code, DateOnly day) => Said.Where(s => s.IsAbout(code, day));

    /// <summary>Those of them without it.</summary>
    public IEnumerable<Said> Absent(StockCode code, DateOnly day) => Answers(code, day).Where(s => !Service.Shows(code, day, s.At));

    /// <summary>True where a list of the day was asked for and did not name the stock.</summary>
    public bool IsUnlisted(StockCode code, DateOnly day) =>
        Said.Any(s => s.What == Asked.DayList && s.From == day && s.Rows > 0 && !Service.Names(code, day, s.At));

    /// <summary>True where the last list of the day that was asked for names the stock.</summary>
    public bool IsNamed(StockCode code, DateOnly day) =>
        Said.LastOrDefault(s => s.What == Asked.DayList && s.From == day && s.Rows > 0) is { Rows: > 0 } last && Service.Names(code, day, last.At);

    /// <summary>True for a list that says so much otherwise than the stored one that one answer is not enough.</summary>
    public bool ChangesMuch(IReadOnlyList<StockEntry> list) =>
        StockListChange.Of(new StockList(list), new StockList([.. _stocks.Values.OrderBy(s => s.Code)]), new HashSet<StockCode>()).IsLarge;

    /// <summary>True where a list says that a stock had left, and a bar of it after that day had been answered already.</summary>
    public bool IsRefuted(IReadOnlyList<StockEntry> list, StockCode code, DateTime at) =>
        list.FirstOrDefault(e => e.Code == code).DelistedOn is { } gone
        && Service.Market.Days.Any(d => d >= gone && Has(code, d) && Answers(code, d).Any(s => s.At < at && Service.Shows(code, d, s.At)));

    public static bool Expects(IReadOnlyList<StockEntry> list, StockCode code, DateOnly day)
    {
        foreach (var entry in list)
        {
            if (entry.Code == code)
                return entry.IsExpectedOn(day);
        }
        return false;
    }
}
