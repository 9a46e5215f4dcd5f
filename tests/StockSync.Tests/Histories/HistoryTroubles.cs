namespace StockSync.Tests.Histories;

/// <summary>Rows or names that were there, or should be, and are not for a while. Times are Beijing times, places those of trading days.</summary>
sealed record HiddenRows(DateTime From, DateTime To, IReadOnlySet<int> Stocks, int FirstPlace, int LastPlace, bool Bars, bool Names)
{
    public bool Hides(int stock, int place, DateTime at) =>
        at >= From && at < To && place >= FirstPlace && place <= LastPlace && Stocks.Contains(stock);
}

/// <summary>What is wrong with an entry of the stock list for a while.</summary>
enum ListFaultKind
{
    /// <summary>It is not there.</summary>
    Gone,

    /// <summary>It says a later first day.</summary>
    ListedLater,

    /// <summary>It says that the stock has left.</summary>
    Delisted,

    /// <summary>It does not say that the stock has left.</summary>
    NotDelisted,
}

/// <summary>An entry of the stock list that is wrong for a while.</summary>
sealed record ListFault(DateTime From, DateTime To, int Stock, ListFaultKind Kind, DateOnly Day = default)
{
    public bool IsOn(int stock, DateTime at) => stock == Stock && at >= From && at < To;
}

/// <summary>Days that the calendar is wrong about for a while.</summary>
sealed record CalendarFault(DateTime From, DateTime To, DateOnly FirstDay, DateOnly LastDay, bool IsOpen)
{
    public bool IsOn(DateOnly day, DateTime at) => at >= From && at < To && day >= FirstDay && day <= LastDay;
}

/// <summary>
/// When the service publishes which bar and which name, and what else is wrong with it. All is right from <see cref="HealsAt"/> on; later days are
/// published at five in the afternoon.
/// </summary>
sealed class HistoryTroubles
{
    // Days before the first one of the history that may be thin or late too: a backfill reaches there.
    const int Earlier = 6;

    readonly HistoryMarket _market;
    readonly Luck _luck;
    readonly int _firstPlace;
    readonly DateTime[,] _bars;
    readonly DateTime[,] _names;
    readonly List<HiddenRows> _hidden = [];
    readonly List<ListFault> _list = [];
    readonly List<CalendarFault> _calendar = [];
    readonly List<string> _story = [];

    public HistoryTroubles(HistoryMarket market, long seed)
    {
        _market = market;
        _luck = new Luck(seed ^ 0x10BB);
        _firstPlace = HistoryMarket.First - Earlier;
        HealsAt = Day(market.Last).ToDateTime(new TimeOnly(18, 30)).AddHours(_luck.Of(0, 2.5, 12.5, 18));
        int places = market.Last - _firstPlace + 1;
        _bars = new DateTime[market.Stocks.Count, places];
        _names = new DateTime[market.Stocks.Count, places];
        for (int place = _firstPlace; place <= market.Last; place++)
            Publish(place);
        for (int i = _luck.Below(3); i > 0; i--)
            Hide();
        for (int i = _luck.Below(3); i > 0; i--)
            ShortenList();
        LateEntries();
        for (int i = _luck.Has(0.35) ? _luck.Between(1, 2) : 0; i > 0; i--)
            SpoilCalendar();
    }

    /// <summary>From when on the service shows the truth.</summary>
    public DateTime HealsAt { get; }

    /// <summary>What is wrong, one line each.</summary>
    public IReadOnlyList<string> Story => _story;

    /// <summary>True where the service has the bar.</summary>
    public bool HasBar(int stock, int place, DateTime at) => at >= At(_bars, stock, place) && !IsHidden(stock, place, at, bars: true);

    /// <summary>True where its list of the day names the stock.</summary>
    public bool HasName(int stock, int place, DateTime at) => at >= At(_names, stock, place) && !IsHidden(stock, place, at, bars: false);

    /// <summary>The entry of the stock list; null where there is none.</summary>
    public (DateOnly ListedOn, DateOnly? DelistedOn)? Entry(int stock, DateTime at)
    {
        var known = _market.Stocks[stock];
        // On the afternoon of its first day a stock stands in the list; that it has left, from the day on.
        if (at < known.ListedOn.ToDateTime(new TimeOnly(15, 30)))
            return null;
        var listed = known.ListedOn;
        var gone = known.DelistedOn is { } day && at >= day.ToDateTime(TimeOnly.MinValue) ? known.DelistedOn : null;
        foreach (var fault in _list)
        {
            if (!fault.IsOn(stock, at))
                continue;
            switch (fault.Kind)
            {
                case ListFaultKind.Gone:
                    return null;
                case ListFaultKind.ListedLater:
                    listed = fault.Day;
                    break;
                case ListFaultKind.Delisted:
                    gone = fault.Day;
                    break;
                default:
                    gone = null;
                    break;
            }
        }
        return (listed, gone);
    }

    /// <summary>What the calendar says of a day.</summary>
    public bool IsOpen(DateOnly day, DateTime at)
    {
        bool isOpen = _market.IsTradingDay(day);
        foreach (var fault in _calendar)
            isOpen = fault.IsOn(day, at) ? fault.IsOpen : isOpen;
        return isOpen;
    }

    DateOnly Day(int place) => _market.Days[place];

    DateTime At(DateTime[,] times, int stock, int place) => place < _firstPlace ? DateTime.MinValue
        : place <= _market.Last ? times[stock, place - _firstPlace]
        : Evening(place);

    DateTime Evening(int place) => Day(place).ToDateTime(new TimeOnly(17, 0));

    bool IsHidden(int stock, int place, DateTime at, bool bars)
    {
        foreach (var hidden in _hidden)
        {
            if ((bars ? hidden.Bars : hidden.Names) && hidden.Hides(stock, place, at))
                return true;
        }
        return false;
    }

    DateTime Healed(DateTime at) => at < HealsAt ? at : HealsAt;

    void Publish(int place)
    {
        int count = _market.Stocks.Count;
        for (int stock = 0; stock < count; stock++)
            _bars[stock, place - _firstPlace] = _names[stock, place - _firstPlace] = Healed(Evening(place));
        switch (_luck.Below(100))
        {
            case < 14:
                for (int part = _luck.Between(1, 3); part > 0; part--)
                    Delay(place, _luck.Some(_luck.Between(2, Math.Max(2, count * 2 / 3)), count), Hours());
                break;
            case < 30:
                Delay(place, _luck.Some(_luck.Of(1, 1, 1, 2, 3), count), Hours());
                break;
            case < 38:
                Delay(place, _luck.Some(count, count), _luck.Of(4.25, 6, 14, 26, 40));
                break;
            case < 45:
                Delay(place, _luck.Some(_luck.Between(1, Math.Max(1, count / 8)), count), 24 * _luck.Between(2, 9));
                break;
        }
    }

    // From half an hour after the first attempt to ten days.
    double Hours() => _luck.Of(3.5, 4.5, 6, 14, 16, 20, 26, 28, 40, 52, 76, 24.0 * _luck.Between(3, 10));

    void Delay(int place, int[] stocks, double hours)
    {
        var (bars, names) = Parts();
        var at = Healed(Evening(place).AddHours(hours));
        foreach (int stock in stocks)
        {
            if (bars)
                _bars[stock, place - _firstPlace] = at;
            if (names)
                _names[stock, place - _firstPlace] = at;
        }
        _story.Add($"{Day(place):yyyy-MM-dd}: {Parts(bars, names)} of {Text(stocks)} come at {at:MM-dd HH:mm}");
    }

    // Bars and list together or apart.
    (bool Bars, bool Names) Parts() => _luck.Of((true, true), (true, true), (true, false), (false, true));

    static string Parts(bool bars, bool names) => (bars, names) switch
    {
        (true, true) => "bars and names",
        (true, false) => "bars",
        _ => "names",
    };

    void Hide()
    {
        int count = _market.Stocks.Count;
        var (from, to) = Span();
        int last = LastPlace(from) - _luck.Below(8);
        var stocks = _luck.Some(_luck.Of(1, 1, 2, Math.Max(1, count / 10), count / 2, count), count);
        var (bars, names) = Parts();
        var hidden = new HiddenRows(from, to, stocks.ToHashSet(), last - _luck.Below(8), last, bars, names);
        _hidden.Add(hidden);
        _story.Add(
            $"from {from:MM-dd HH:mm} to {to:MM-dd HH:mm} {Parts(bars, names)} of {Text(stocks)} are missing on {Day(hidden.FirstPlace):MM-dd}..{Day(last):MM-dd}");
    }

    void ShortenList()
    {
        int count = _market.Stocks.Count;
        var (from, to) = Span();
        var kind = _luck.Of(ListFaultKind.Gone, ListFaultKind.Gone, ListFaultKind.ListedLater, ListFaultKind.Delisted);
        var stocks = _luck.Some(kind == ListFaultKind.Gone ? _luck.Of(1, 2, 3, 4, count / 4, count * 3 / 4) : _luck.Of(1, 2, 3, 5), count);
        var day = Day(Math.Max(LastPlace(from) - _luck.Below(6), 0));
        _list.AddRange(stocks.Select(stock => new ListFault(from, to, stock, kind, day)));
        _story.Add($"from {from:MM-dd HH:mm} to {to:MM-dd HH:mm} {Text(stocks)} in the stock list: {kind} {(kind == ListFaultKind.Gone ? "" : $"{day:MM-dd}")}");
    }

    // Listings and delistings that the stock list learns of days later.
    void LateEntries()
    {
        for (int stock = 0; stock < _market.Stocks.Count; stock++)
        {
            var known = _market.Stocks[stock];
            var lag = TimeSpan.FromHours(_luck.Of(0.0, 0, 5, 16, 30, 54, 100));
            if (lag == TimeSpan.Zero)
                continue;
            bool isNew = _market.PlaceOf(known.ListedOn) >= _firstPlace;
            if (!isNew && known.DelistedOn is null)
                continue;
            var from = isNew ? known.ListedOn.ToDateTime(TimeOnly.MinValue) : known.DelistedOn!.Value.ToDateTime(TimeOnly.MinValue);
            var to = Healed((isNew ? known.ListedOn : known.DelistedOn!.Value).ToDateTime(new TimeOnly(17, 0)) + lag);
            _list.Add(new ListFault(from, to, stock, isNew ? ListFaultKind.Gone : ListFaultKind.NotDelisted));
            _story.Add($"the stock list learns at {to:MM-dd HH:mm} that {known.Code} {(isNew ? "is listed since" : "has left on")} {from:MM-dd}");
        }
    }

    void SpoilCalendar()
    {
        var (from, to) = Span();
        var day = DateOnly.FromDateTime(from).AddDays(_luck.Between(-2, 4));
        bool isOpen = _luck.Has(0.25);
        int length = isOpen ? 1 : _luck.Of(1, 1, 2, 3, 5, 26);
        var fault = new CalendarFault(from, to, day, day.AddDays(length - 1), isOpen);
        _calendar.Add(fault);
        _story.Add($"from {from:MM-dd HH:mm} to {to:MM-dd HH:mm} the calendar says that {day:MM-dd}..{fault.LastDay:MM-dd} are {(isOpen ? "open" : "closed")}");
    }

    (DateTime From, DateTime To) Span()
    {
        var from = Day(HistoryMarket.First - 1 + _luck.Below(_market.Length)).ToDateTime(TimeOnly.MinValue).AddHours(_luck.Of(7, 12, 18, 21));
        var to = Healed(from.AddHours(_luck.Of(3, 6, 12, 26, 40, 60, 24 * _luck.Between(3, 9))));
        return (from, to);
    }

    // The last trading day whose evening has come.
    int LastPlace(DateTime at)
    {
        int place = HistoryMarket.First - 1;
        while (Evening(place + 1) <= at)
            place++;
        return place;
    }

    string Text(int[] stocks) => stocks.Length > 6 ? $"{stocks.Length} stocks" : string.Join(' ', stocks.Select(s => _market.Stocks[s].Code));
}
