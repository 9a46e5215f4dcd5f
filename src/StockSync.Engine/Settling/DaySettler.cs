using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Settling;

/// <summary>What a run knows of the stocks of one day, by position in the stock list.</summary>
sealed class DayFacts(Func<int, bool> has, IReadOnlyDictionary<int, string>? rejected = null, Func<int, bool>? hasFailed = null)
{
    /// <summary>A-share codes that the day's bars name and the stock list does not.</summary>
    public IReadOnlyCollection<StockCode> UnknownRows { get; init; } = [];

    /// <summary>True for a code of a day's list that the stock list does not know; null where lists are not looked at.</summary>
    public Func<StockCode, bool>? IsUnknown { get; init; }

    /// <summary>True where the list of the day was asked for by an earlier run.</summary>
    public bool WasListed { get; init; }

    /// <summary>The day was asked for as a whole; else only those were that the stock list expects.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The table holds its row, or will when the transaction at hand commits.</summary>
    public bool Has(int stock) => has(stock);

    /// <summary>Its bar was set aside.</summary>
    public bool IsRejected(int stock) => rejected?.ContainsKey(stock) == true;

    /// <summary>The rule it broke.</summary>
    public string Rule(int stock) => rejected![stock];

    /// <summary>It could not be fetched.</summary>
    public bool HasFailed(int stock) => hasFailed?.Invoke(stock) == true;

    /// <summary>What bars or list name and the stock list does not.</summary>
    public IEnumerable<StockCode> Unknown(IReadOnlySet<StockCode>? listed) =>
        listed is null || IsUnknown is null ? UnknownRows : UnknownRows.Union(listed.Where(IsUnknown)).Order();
}

/// <summary>
/// Puts every stock of a day into exactly one state, from what the witnesses say: the stock list, the list of the day, the bars, and what is
/// recorded of the day and of the one before. Pure: the proof itself, the count of the table, is made in the transaction that records the day.
/// </summary>
/// <param name="stocks">The stocks of the copy.</param>
/// <param name="scope">What is asked for.</param>
/// <param name="book">The absences recorded so far.</param>
/// <param name="calendar">The trading days.</param>
/// <param name="today">The Beijing day of the answers.</param>
sealed class DaySettler(StockList stocks, SyncScope scope, KnownAbsences book, TradingCalendar calendar, DateOnly today)
{
    /// <summary>
    /// True when the list of the day is needed at once: for the newest day, whose listings may be younger than the stock list, and for a fresh
    /// day on which an asked stock has no row. Of older days a few lists settle many days together, later in the run.
    /// </summary>
    public bool NeedsDayList(DateOnly day, DayFacts facts)
    {
        if (day == scope.Newest && scope.IsWholeMarket(day))
            return true;
        if (!scope.IsFresh(day))
            return false;
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            if (entry.IsExpectedOn(day) && !facts.Has(i) && !facts.IsRejected(i) && !facts.HasFailed(i)
                && scope.Asks(day, entry.Code) && !book.IsExcused(entry.Code, day))
                return true;
        }
        return false;
    }

    /// <summary>The day's tally.</summary>
    /// <param name="day">The day.</param>
    /// <param name="facts">What the run knows of each stock.</param>
    /// <param name="listed">The service's list of the day; null where it was not asked for. An empty list is no witness.</param>
    /// <param name="answered">False where bars or list could not be asked for: nobody is late then, only missing.</param>
    public DayTally Settle(DateOnly day, DayFacts facts, IReadOnlySet<StockCode>? listed, bool answered)
    {
        var before = calendar.Before(day);
        bool hasList = listed is { Count: > 0 };
        var exceptions = new List<DayException>();
        var setAside = new List<DayException>();
        var absent = new List<AbsentStock>();
        int rows = 0;
        int failed = 0;
        for (int i = 0; i < stocks.Count; i++)
        {
            ref readonly var entry = ref stocks[i];
            if (entry.ReplacedBy is not null)
                continue;
            var recorded = book.On(entry.Code, day);
            // A list that named it stands until it is asked for again.
            bool isNamed = hasList ? listed!.Contains(entry.Code) : recorded is { State: StockState.Late } late && AbsenceReason.IsNamed(late.Reason);
            bool isAnswered = answered && scope.Asks(day, entry.Code) && (facts.IsWhole || entry.IsExpectedOn(day));
            if (facts.IsRejected(i))
                setAside.Add(Rejected(day, entry.Code, facts.Rule(i)));
            else if (facts.Has(i) && recorded is { State: StockState.Quarantined } && (!isAnswered || facts.HasFailed(i)))
                setAside.Add(recorded.Value with { Date = day });
            // What was set aside may have an older good row, which counts.
            if (facts.Has(i))
                rows++;
            else if (facts.IsRejected(i))
                exceptions.Add(setAside[^1]);
            if (facts.Has(i) || facts.IsRejected(i))
                continue;
            if (!entry.IsExpectedOn(day) && !isNamed && !IsOpen(recorded, isAnswered))
                continue;
            if (facts.HasFailed(i))
            {
                failed++;
                continue;
            }
            absent.Add(new AbsentStock(
                entry.Code,
                isAnswered ? today : null,
                isNamed,
                hasList && !isNamed,
                book.IsExcused(entry.Code, before),
                false,
                recorded));
        }
        AddUnknown(day, facts, listed, exceptions);
        int expected = rows + exceptions.Count + failed + absent.Count;
        var verdict = DayJudge.Judge(day, scope.IsFresh(day), expected, absent, n => calendar.After(today, n));
        exceptions.AddRange(verdict.Exceptions);
        int excused = exceptions.Count(e => e.State == StockState.NotListed);
        exceptions.AddRange(setAside.Where(e => !exceptions.Contains(e)));
        return new DayTally
        {
            Date = day,
            Expected = expected - excused,
            Failed = failed,
            Exceptions = exceptions,
            Waiting = verdict.Waiting,
            Before = before,
            After = calendar.After(day),
            AnsweredOn = answered && scope.IsWholeMarket(day) ? today : null,
            ListSize = hasList ? listed!.Count : null,
            IsProven = day != scope.Newest || hasList || !scope.IsWholeMarket(day) || facts.WasListed,
        };
    }

    // What a witness said of a stock that the stock list does not expect stays until it is asked for again, or a list takes it back.
    static bool IsOpen(DayException? recorded, bool isAnswered) => recorded switch
    {
        { State: StockState.Late } late => AbsenceReason.IsNamed(late.Reason),
        { State: StockState.Quarantined } => !isAnswered,
        _ => false,
    };

    // A listing that the stock list does not name yet: its row cannot be told from one of another kind of security, so the day waits for it. Who was
    // named once is waited for until a list of the day takes that back.
    void AddUnknown(DateOnly day, DayFacts facts, IReadOnlySet<StockCode>? listed, List<DayException> exceptions)
    {
        StockCode[] named = [.. facts.Unknown(listed)];
        foreach (var code in named)
            exceptions.Add(new DayException(day, code, StockState.Late, AbsenceReason.NotInStockList, 1, today, today));
        if (listed is not { Count: > 0 })
            exceptions.AddRange(book.Unknown(day).Where(e => stocks.IndexOf(e.Code) < 0 && !named.Contains(e.Code)));
    }

    // A person's word stands: who accepted that a bar is wrong does not do so again each time.
    DayException Rejected(DateOnly day, StockCode code, string rule) => book.On(code, day) is { State: StockState.NotListed, Note: not null } byPerson
        ? byPerson
        : new(day, code, StockState.Quarantined, rule, 1, today, today);
}
