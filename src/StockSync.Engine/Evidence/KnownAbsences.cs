using StockSync.Engine.Market;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>Why a stock without a row is absent, as it is stored. Scripts may compare these words; they are never translated.</summary>
static class AbsenceReason
{
    /// <summary>Reason of an absence that is accepted.</summary>
    public const string NotListed = "NotListed";

    /// <summary>Reason of a stock that a list of the day names.</summary>
    public const string NamedByList = ErrorIds.BarLate;

    /// <summary>Reason of a stock that stands in neither list nor bars.</summary>
    public const string Unconfirmed = nameof(Unconfirmed);

    /// <summary>Reason of a stock that became expected on a recorded day and was not asked for yet.</summary>
    public const string NotAsked = nameof(NotAsked);

    /// <summary>Reason of a stock that bars or a list of the day name and the stock list does not.</summary>
    public const string NotInStockList = nameof(NotInStockList);

    /// <summary>True for the reasons of a stock that some witness named: only a list without it takes that back.</summary>
    public static bool IsNamed(string reason) => reason is NamedByList or NotInStockList;
}

/// <summary>
/// The recorded absences of a range, by stock, as a run knows them; kept up to date while it settles days. Days are settled by one thread while
/// others ask.
/// </summary>
sealed class KnownAbsences
{
    readonly Lock _lock = new();
    readonly Dictionary<StockCode, List<Absence>> _byStock = [];

    public KnownAbsences(IEnumerable<Absence> absences)
    {
        foreach (var absence in absences.OrderBy(a => a.Code).ThenBy(a => a.From))
        {
            if (!_byStock.TryGetValue(absence.Code, out var list))
                _byStock.Add(absence.Code, list = []);
            list.Add(absence);
        }
    }

    public static KnownAbsences Empty => new([]);

    public IReadOnlyList<Absence> All
    {
        get
        {
            lock (_lock)
                return [.. _byStock.Values.SelectMany(list => list)];
        }
    }

    /// <summary>What is recorded of a stock and day; null where nothing is.</summary>
    public Absence? Find(StockCode code, DateOnly day)
    {
        lock (_lock)
            return Look(code, day);
    }

    Absence? Look(StockCode code, DateOnly day)
    {
        if (!_byStock.TryGetValue(code, out var list))
            return null;
        int low = 0;
        for (int high = list.Count - 1; low <= high;)
        {
            int middle = (low + high) / 2;
            if (list[middle].Covers(day))
                return list[middle];
            if (list[middle].To < day)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return null;
    }

    /// <summary>The same as of the one day.</summary>
    public DayException? On(StockCode code, DateOnly day) => Find(code, day)?.On(day);

    /// <summary>All that is recorded of a day, in order of code.</summary>
    public IReadOnlyList<DayException> On(DateOnly day)
    {
        lock (_lock)
            return [.. _byStock.Keys.Order().Select(code => Look(code, day)).OfType<Absence>().Select(absence => absence.On(day))];
    }

    /// <summary>The same of codes that bars or a list of the day named and the stock list did not know. Asked of each day, so nothing is put in order.</summary>
    public IReadOnlyList<DayException> Unknown(DateOnly day)
    {
        lock (_lock)
            return [.. _byStock.Values.SelectMany(list => list).Where(a => a.Reason == AbsenceReason.NotInStockList && a.Covers(day)).Select(a => a.On(day))];
    }

    /// <summary>True where the stock was accepted as absent on a day.</summary>
    public bool IsExcused(StockCode code, DateOnly? day) => day is { } date && Find(code, date) is { IsAccepted: true };

    /// <summary>True where a day has an absence that is not accepted.</summary>
    public bool IsOpen(DateOnly day) => On(day).Any(e => e.State != StockState.NotListed);

    /// <summary>Takes in what days were settled with.</summary>
    public void Settle(IReadOnlyList<DayTally> tallies)
    {
        var days = tallies.OrderBy(t => t.Date).Select(t => new SettledDay(t.Date, t.Before, t.After)).ToArray();
        if (days.Length == 0)
            return;
        var found = tallies.SelectMany(t => t.Exceptions).ToLookup(e => e.Code);
        lock (_lock)
            Settle(days, found);
    }

    void Settle(SettledDay[] days, ILookup<StockCode, DayException> found)
    {
        foreach (var code in found.Select(f => f.Key).Union(_byStock.Where(s => s.Value.Exists(a => a.From <= days[^1].Date && a.To >= days[0].Date)).Select(s => s.Key)).ToArray())
        {
            var ofStock = new Dictionary<DateOnly, DayException>();
            foreach (var exception in found[code])
                ofStock[exception.Date] = exception;
            _byStock[code] = AbsenceIntervals.Replace(_byStock.GetValueOrDefault(code) ?? [], days, ofStock);
        }
    }

    /// <summary>The days on and directly around a day for which the stock is accepted as absent, by nobody's word; null where there are none.</summary>
    public StockCoverage? AcceptedAround(StockCode code, DateOnly day, TradingCalendar calendar)
    {
        lock (_lock)
        {
            if (!_byStock.TryGetValue(code, out var list))
                return null;
            var accepted = list.FindAll(a => a is { IsAccepted: true, Note: null });
            var (from, to) = (day, day);
            bool hasAny = false;
            for (int i = accepted.Count - 1; i >= 0; i--)
            {
                if (accepted[i].From <= from && (accepted[i].To >= from || calendar.Between(accepted[i].To.AddDays(1), from.AddDays(-1)).Length == 0))
                    (from, hasAny) = (accepted[i].From, true);
            }
            foreach (var absence in accepted)
            {
                if (absence.To >= to && (absence.From <= to || calendar.Between(to.AddDays(1), absence.From.AddDays(-1)).Length == 0))
                    (to, hasAny) = (absence.To, true);
            }
            return hasAny ? new StockCoverage(code, from, to) : null;
        }
    }

    /// <summary>The trading days around a day on which the stock has no row, as far as is recorded; null where it has none recorded there.</summary>
    public AbsenceGap? Gap(StockCode code, DateOnly day, TradingCalendar calendar)
    {
        lock (_lock)
            return FindGap(code, day, calendar);
    }

    AbsenceGap? FindGap(StockCode code, DateOnly day, TradingCalendar calendar)
    {
        if (Look(code, day) is not { } absence || absence.State == StockState.Quarantined)
            return null;
        var list = _byStock[code];
        int first = list.IndexOf(absence);
        int last = first;
        while (first > 0 && IsNeighbour(list[first - 1], list[first], calendar))
            first--;
        while (last + 1 < list.Count && IsNeighbour(list[last], list[last + 1], calendar))
            last++;
        var parts = list[first..(last + 1)];
        return new AbsenceGap(
            code,
            parts[0].From,
            parts[^1].To,
            calendar.Between(parts[0].From, parts[^1].To).Length,
            // A gap that was cut in two by a bar may remember a list of the other half.
            parts.Exists(p => p.ListDay >= parts[0].From && p.ListDay <= parts[^1].To),
            parts.Exists(p => AbsenceReason.IsNamed(p.Reason)),
            parts.TrueForAll(p => p.Answers > 0));
    }

    static bool IsNeighbour(Absence left, Absence right, TradingCalendar calendar) =>
        left.State != StockState.Quarantined && right.State != StockState.Quarantined
        && IsWithoutTrading(left.To.AddDays(1), right.From.AddDays(-1), calendar);

    // Of days that the calendar does not reach nobody knows.
    static bool IsWithoutTrading(DateOnly from, DateOnly to, TradingCalendar calendar) =>
        from > to || (calendar.From <= from && to <= calendar.To && calendar.Between(from, to).Length == 0);
}

/// <summary>A stock's trading days in a row without a row.</summary>
/// <param name="Code">The stock.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Days">Trading days.</param>
/// <param name="HasList">The list of one of them was asked for and does not name the stock.</param>
/// <param name="IsNamed">A list that was asked for names it on one of them.</param>
/// <param name="IsAnswered">The service was asked for all of them.</param>
readonly record struct AbsenceGap(StockCode Code, DateOnly From, DateOnly To, int Days, bool HasList, bool IsNamed, bool IsAnswered)
{
    /// <summary>True for a gap that explains itself.</summary>
    public bool IsLong => Days >= EvidenceLimits.GapDays && HasList && !IsNamed && IsAnswered;
}

/// <summary>A stock that some witness expects on a day and that has no row, with what each witness says of it.</summary>
/// <param name="Code">The stock.</param>
/// <param name="AnsweredOn">The Beijing day on which the service was asked for its bar and answered without it; null where it was not asked.</param>
/// <param name="IsNamed">The service's list of the day, asked for now, names it.</param>
/// <param name="IsUnlisted">The service's list of the day, asked for now, does not name it.</param>
/// <param name="WasExcused">On the trading day before it was accepted as absent.</param>
/// <param name="IsInGap">
/// The day lies in a gap of at least three trading days without a row, or at its edge, and of that gap a list was asked for and none names it.
/// </param>
/// <param name="Earlier">What is recorded of it for the day; null where nothing is.</param>
readonly record struct AbsentStock(
    StockCode Code, DateOnly? AnsweredOn, bool IsNamed, bool IsUnlisted, bool WasExcused, bool IsInGap, DayException? Earlier)
{
    public bool IsAnswered => AnsweredOn is not null;

    /// <summary>A bar or a list of the day named it at an earlier time, and no list of the day was asked for since.</summary>
    public bool WasNamed => !IsNamed && !IsUnlisted && Earlier is { State: StockState.Late } late && AbsenceReason.IsNamed(late.Reason);
}
