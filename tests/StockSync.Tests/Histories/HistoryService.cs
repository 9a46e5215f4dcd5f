using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Histories;

/// <summary>What was asked.</summary>
enum Asked
{
    Calendar,
    StockList,
    DayList,
    MarketDay,
    StockRange,
}

/// <summary>An answer of the service. What it held follows from its time.</summary>
/// <param name="At">Beijing time.</param>
/// <param name="What">The question.</param>
/// <param name="Code">The stock of a range.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Rows">Rows of the answer.</param>
readonly record struct Said(DateTime At, Asked What, StockCode Code, DateOnly From, DateOnly To, int Rows)
{
    public DateOnly On => DateOnly.FromDateTime(At);

    public bool IsAbout(StockCode code, DateOnly day) =>
        (What == Asked.MarketDay || (What == Asked.StockRange && Code == code)) && From <= day && day <= To;

    public override string ToString() => What switch
    {
        Asked.StockList => $"stock list: {Rows}",
        Asked.Calendar => "calendar",
        Asked.DayList => $"list {From:MM-dd}: {Rows}",
        Asked.MarketDay => $"day {From:MM-dd}: {Rows}",
        _ => $"{Code} {From:MM-dd}..{To:MM-dd}: {Rows}",
    };
}

/// <summary>The service as it shows the market at a moment; it remembers what it was asked.</summary>
sealed class HistoryService
{
    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    readonly HistoryMarket _market;
    readonly HistoryTroubles _troubles;
    readonly TimeProvider _time;
    readonly Dictionary<StockCode, int> _places = [];
    readonly List<Said> _said = [];
    readonly Lock _lock = new();

    public HistoryService(HistoryMarket market, HistoryTroubles troubles, TimeProvider time)
    {
        (_market, _troubles, _time) = (market, troubles, time);
        for (int stock = 0; stock < market.Stocks.Count; stock++)
        {
            _places.Add(market.Stocks[stock].Code, stock);
            if (market.Stocks[stock].NewCode is { } code)
                _places.Add(code, stock);
        }
    }

    public HistoryMarket Market => _market;

    public DateTime Beijing => (_time.GetUtcNow() + s_beijing).DateTime;

    /// <summary>All answers so far, in order.</summary>
    public IReadOnlyList<Said> Said => _said;

    /// <summary>Bars of a day, as stock and code in order of code.</summary>
    public IReadOnlyList<(int Stock, StockCode Code)> MarketDay(DateOnly day)
    {
        var at = Beijing;
        var rows = OnDay(day, (stock, place) => _troubles.HasBar(stock, place, at), at);
        Note(new Said(at, Asked.MarketDay, default, day, day, rows.Count));
        return rows;
    }

    /// <summary>The list of a day, likewise.</summary>
    public IReadOnlyList<(int Stock, StockCode Code)> DayList(DateOnly day)
    {
        var at = Beijing;
        var rows = OnDay(day, (stock, place) => _troubles.HasName(stock, place, at), at);
        Note(new Said(at, Asked.DayList, default, day, day, rows.Count));
        return rows;
    }

    /// <summary>The days of a range on which it has a bar of a code, as stock and place of the day.</summary>
    public IReadOnlyList<(int Stock, int Place)> StockRange(StockCode code, DateOnly from, DateOnly to)
    {
        var at = Beijing;
        var rows = new List<(int, int)>();
        if (_places.TryGetValue(code, out int stock) && _market.Stocks[stock].CodeAt(at) == code)
        {
            for (int place = 0; place < _market.Days.Count && _market.Days[place] <= to; place++)
            {
                if (_market.Days[place] >= from && _market.HasBar(stock, place) && _troubles.HasBar(stock, place, at))
                    rows.Add((stock, place));
            }
        }
        Note(new Said(at, Asked.StockRange, code, from, to, rows.Count));
        return rows;
    }

    /// <summary>The stock list, in order of code.</summary>
    public IReadOnlyList<StockEntry> StockList()
    {
        var at = Beijing;
        var entries = StockListAt(at);
        Note(new Said(at, Asked.StockList, default, default, default, entries.Count));
        return entries;
    }

    /// <summary>The calendar of some days.</summary>
    public IReadOnlyList<CalendarDay> Calendar(DateOnly from, DateOnly to)
    {
        var at = Beijing;
        Note(new Said(at, Asked.Calendar, default, from, to, 0));
        // The exchanges tell the next year's in December.
        var end = new DateOnly(at.Month == 12 && at.Day >= 20 ? at.Year + 1 : at.Year, 12, 31);
        return [.. Enumerable.Range(0, Math.Max(0, Math.Min(to.DayNumber, end.DayNumber) - from.DayNumber + 1)).Select(from.AddDays).Select(d => new CalendarDay(d, IsOpen(d, at)))];
    }

    /// <summary>True where the calendar of a moment calls a day a trading day.</summary>
    public bool IsOpen(DateOnly day, DateTime at) => _troubles.IsOpen(day, at);

    /// <summary>True where an answer of a moment holds the bar.</summary>
    public bool Shows(StockCode code, DateOnly day, DateTime at) =>
        Find(code, at) is { } stock && _market.PlaceOf(day) is >= 0 and var place && _market.HasBar(stock, place) && _troubles.HasBar(stock, place, at);

    /// <summary>True where the list of the day names the stock at a moment.</summary>
    public bool Names(StockCode code, DateOnly day, DateTime at) =>
        Find(code, at) is { } stock && _market.PlaceOf(day) is >= 0 and var place && _market.HasBar(stock, place) && _troubles.HasName(stock, place, at);

    /// <summary>The stock list of a moment.</summary>
    public IReadOnlyList<StockEntry> StockListAt(DateTime at)
    {
        var entries = new List<StockEntry>();
        for (int stock = 0; stock < _market.Stocks.Count; stock++)
        {
            if (_troubles.Entry(stock, at) is not var (listed, gone))
                continue;
            var known = _market.Stocks[stock];
            entries.Add(new StockEntry(known.CodeAt(at), $"S{stock}", listed, gone));
            if (known.LeavesOldCode && at >= known.RenamedAt)
                entries.Add(new StockEntry(known.Code, $"S{stock}", listed, DateOnly.FromDateTime(known.RenamedAt)));
        }
        return [.. entries.OrderBy(e => e.Code)];
    }

    /// <summary>All rows of a day that it shows at a moment.</summary>
    public IReadOnlyList<(int Stock, StockCode Code)> ShownOn(DateOnly day, DateTime at) =>
        OnDay(day, (stock, place) => _troubles.HasBar(stock, place, at), at);

    int? Find(StockCode code, DateTime at) =>
        _places.TryGetValue(code, out int stock) && _market.Stocks[stock].CodeAt(at) == code ? stock : null;

    List<(int Stock, StockCode Code)> OnDay(DateOnly day, Func<int, int, bool> isThere, DateTime at)
    {
        var rows = new List<(int Stock, StockCode Code)>();
        int place = _market.PlaceOf(day);
        for (int stock = 0; place >= 0 && stock < _market.Stocks.Count; stock++)
        {
            if (_market.HasBar(stock, place) && isThere(stock, place))
                rows.Add((stock, _market.Stocks[stock].CodeAt(at)));
        }
        rows.Sort(static (left, right) => left.Code.CompareTo(right.Code));
        return rows;
    }

    void Note(Said said)
    {
        lock (_lock)
            _said.Add(said);
    }
}
