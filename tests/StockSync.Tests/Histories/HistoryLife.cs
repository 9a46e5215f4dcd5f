using StockSync.Engine;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.EndToEnd;
using StockSync.Tests.ScheduledSync;

namespace StockSync.Tests.Histories;

/// <summary>
/// One history: a market, a service that is late, thin and wrong for some weeks and then heals, a schedule of attempts, and now and then a person. The
/// engine is real; the clock is not. Everything follows from the seed.
/// </summary>
sealed class HistoryLife : IAsyncDisposable
{
    // Trading days of the schedule after which a healed look-back is whole.
    const int HealingDays = 3;

    // Days after which nothing that a calendar once said may keep the schedule from working.
    const int MostSleep = 45;

    // Of the timetable of rule 3: 1, 5, 20 and 60 trading days, and the day itself.
    const int TimetableDays = 87;

    static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    static readonly TimeOnly[] s_attempts = [new(8, 0), new(20, 0), new(22, 0)];

    readonly Luck _luck;
    readonly HistoryTime _time;
    readonly HistoryMarket _market;
    readonly HistoryTroubles _troubles;
    readonly SyncEngine _engine;
    readonly SyncOperations _operations;
    readonly HistoryChecker _checker;
    readonly bool _hasMarketDays;
    readonly bool _isScheduled;
    readonly SyncSettings _settings;
    readonly List<(DateTime At, string What, string End, int First, int Last, IReadOnlyList<SyncDay> Days)> _commands = [];

    HistoryLife(Luck luck, HistoryMarket market, HistoryTroubles troubles, HistoryTime time, HistoryService service, HistoryWorld world)
    {
        (_luck, _market, _troubles, _time, Service, World) = (luck, market, troubles, time, service, world);
        _hasMarketDays = _luck.Has(0.9);
        _isScheduled = _luck.Has(0.7);
        _settings = World.Settings;
        var services = new RunServices(_settings, World.Store, World.Endpoint, Open, _time);
        _engine = new SyncEngine(services);
        var nobody = new NoAlerts();
        _operations = new SyncOperations(services, nobody, nobody, new MemoryStore(), new SilentLog());
        _checker = new HistoryChecker(Service, World.Store);
    }

    /// <summary>A life that has not begun.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="mostDays">Trading days with trouble at most.</param>
    /// <param name="world">Where it happens.</param>
    public static async Task<HistoryLife> StartAsync(long seed, int mostDays, Func<HistoryService, HistoryTime, Task<HistoryWorld>> world)
    {
        var market = new HistoryMarket(seed, mostDays);
        var troubles = new HistoryTroubles(market, seed);
        var time = new HistoryTime(Utc(market.Days[HistoryMarket.First].ToDateTime(new TimeOnly(9, 0))));
        var service = new HistoryService(market, troubles, time);
        return new HistoryLife(new Luck(seed ^ 0x11FE), market, troubles, time, service, await world(service, time));
    }

    // Engine and operations own nothing but the store, which is the world's.
    public ValueTask DisposeAsync() => World.DisposeAsync();

    public HistoryService Service { get; }

    public HistoryWorld World { get; }

    // Typical seconds: a service that was measured, so that a small market is asked for like a large one.
    async Task MeasuredAsync()
    {
        await World.Store.InitializeAsync(CancellationToken.None);
        var cost = new LearnedCost(0.1, 10, Service.Beijing - s_beijing);
        await World.Store.Services.PutServiceAsync(
            new ServiceState
            {
                Endpoint = World.Endpoint,
                SupportsMarketDay = true,
                Costs = ServiceCosts.None.With(CostKind.MarketDay, cost).With(CostKind.StockRange, cost),
            },
            CancellationToken.None);
    }

    /// <summary>What happened, a line each.</summary>
    public IEnumerable<string> Story => Setting().Concat(_commands.Select(Tell));

    public IReadOnlyDictionary<string, int> Windows => _checker.Windows;

    /// <summary>Commands so far.</summary>
    public int Commands => _commands.Count;

    IBarSource Open(IRequestGate gate) => World.Open(gate, _hasMarketDays);

    public async Task LiveAsync()
    {
        if (_hasMarketDays)
            await MeasuredAsync();
        if (_luck.Has(0.6))
            await DoAsync(new SyncRequest { Kind = SyncKind.Backfill, From = _market.Days[HistoryMarket.First - _luck.Between(1, 12)], To = Today });
        int left = HealingDays;
        for (var day = Today; left > 0; day = day.AddDays(1))
        {
            if (day > HealedDay.AddDays(MostSleep))
                throw new HistoryException($"the schedule still sleeps {MostSleep} days after all is well");
            await DayAsync(day);
            // Rule 9: over a closure that the exchanges could have planned the schedule sleeps, and asks again when it is over.
            left -= day > HealedDay && _market.IsTradingDay(day) && !await IsAsleepAsync(day) ? 1 : 0;
        }
        var end = _market.Days.Last(d => d <= Today);
        await AtAsync(Today.AddDays(1).ToDateTime(s_attempts[0]));
        await HealAsync(end);
    }

    IEnumerable<string> Setting() =>
    [
        $"{_market.Stocks.Count} stocks, {_market.Days[HistoryMarket.First]:yyyy-MM-dd} to {_market.Days[_market.Last]:yyyy-MM-dd}, healed {_troubles.HealsAt:MM-dd HH:mm}, "
            + (_isScheduled ? "scheduled tries" : "Sync-StockDay by cron") + (_hasMarketDays ? "" : ", a service without market days"),
        .. _market.Stocks.Where(s => s.IsSpecial(_market.Days[0])).Select(s => $"{s}"),
        .. _troubles.Story,
    ];

    string Tell((DateTime At, string What, string End, int First, int Last, IReadOnlyList<SyncDay> Days) command)
    {
        var said = Service.Said.Skip(command.First).Take(command.Last - command.First);
        var open = command.Days.Where(d => d.Status != SyncDayStatus.Completed).Select(d => $"{d.Date:MM-dd} {d.Stored + d.Suspended}/{d.Expected} {d.Reason}");
        return $"{command.At:yyyy-MM-dd ddd HH:mm} {command.What} {command.End}; {string.Join(", ", said)}; open: {string.Join(", ", open)}";
    }

    DateOnly Today => DateOnly.FromDateTime(Service.Beijing);

    async Task<bool> IsAsleepAsync(DateOnly day) =>
        await World.Store.Reference.GetCalendarAsync(day, day, CancellationToken.None) is [{ IsTradingDay: false }];

    // The trading day on which the service healed, or the one before.
    DateOnly HealedDay => _market.Days.Last(d => d <= DateOnly.FromDateTime(_troubles.HealsAt));

    async Task DayAsync(DateOnly day)
    {
        bool isHealed = day.ToDateTime(TimeOnly.MinValue) >= _troubles.HealsAt;
        DateTime? person = !isHealed && _luck.Has(0.2) ? day.ToDateTime(TimeOnly.MinValue).AddMinutes(_luck.Between(9 * 60, 23 * 60)) : null;
        foreach (var time in s_attempts)
        {
            // Nothing happens on the evening of a closed day that did not happen at eight.
            if (time == s_attempts[^1] && !_market.IsTradingDay(day) && isHealed)
                continue;
            var at = day.ToDateTime(time);
            if (person < at)
            {
                await HandAsync(person.Value);
                person = null;
            }
            await AtAsync(at);
        }
        if (person is { } late)
            await HandAsync(late);
    }

    async Task AtAsync(DateTime at)
    {
        if (Service.Beijing >= at)
            return;
        _time.Set(Utc(at));
        int before = Service.Said.Count;
        int open = await OpenDaysAsync();
        if (_isScheduled)
            await DoAsync("try", async () => $"{await _operations.InvokeAttemptAsync(new RecordingObserver(), static _ => default, CancellationToken.None)}");
        else
            await DoAsync(new SyncRequest { Kind = SyncKind.Day });
        CheckRequests(Service.Said.Skip(before).ToArray(), open);
    }

    // A person: by date, again what is open, or a range that ends today.
    async Task HandAsync(DateTime at)
    {
        if (Service.Beijing >= at)
            return;
        _time.Set(Utc(at));
        var past = _market.Days.Where(d => d <= Today).TakeLast(8).ToArray();
        await DoAsync(_luck.Below(10) switch
        {
            < 5 => new SyncRequest { Kind = SyncKind.Day, Dates = [past[_luck.Below(past.Length)]] },
            < 8 => new SyncRequest { Kind = SyncKind.Retry },
            _ => new SyncRequest { Kind = SyncKind.Backfill, From = past[_luck.Below(past.Length)], To = Today },
        });
    }

    Task DoAsync(SyncRequest request) => DoAsync(
        $"{request.Kind} {string.Join(' ', request.Dates.Select(d => $"{d:MM-dd}"))}{(request.From is { } from ? $"{from:MM-dd}..{request.To:MM-dd}" : "")}",
        async () => $"{(await _engine.RunAsync(request, new RecordingObserver(), CancellationToken.None))?.Status}");

    async Task DoAsync(string what, Func<Task<string>> command)
    {
        int before = Service.Said.Count;
        string end;
        try
        {
            end = await command().WaitAsync(s_patience);
        }
        catch (StockSyncException e) when (e.ErrorId is ErrorIds.CalendarDoubtful or ErrorIds.CalendarIncomplete)
        {
            // The calendar is said to be what no exchange ever had: the run says so.
            end = e.ErrorId;
        }
        // Where nothing was asked nothing has changed but what the service shows: once a day is enough for that.
        int after = Service.Said.Count;
        _commands.Add((Service.Beijing, what, end, before, after, []));
        if (after == before && Service.Beijing.Hour != s_attempts[0].Hour)
            return;
        var facts = await _checker.CheckAsync();
        _commands[^1] = (Service.Beijing, what, end, before, after, facts.Days);
    }

    async Task<int> OpenDaysAsync() =>
        (await World.Store.Days.GetDaysAsync(null, null, CancellationToken.None)).Reverse().Take(_settings.LookBackDays + 1)
            .Count(d => d.Status != SyncDayStatus.Completed);

    // An evening costs its own frames, a day and its list for each open day of the look-back, and at most fifty.
    void CheckRequests(Said[] said, int open)
    {
        // Without market days each stock is a frame, and holes are asked about a second time.
        int own = (2 * (open + 2)) + (_hasMarketDays ? 0 : _market.Stocks.Count * 2);
        int bars = said.Count(s => s.What is Asked.MarketDay or Asked.StockRange or Asked.DayList);
        int reference = said.Length - bars;
        if (bars > own + 50 || reference > 12)
            throw new HistoryException($"{bars} + {reference} requests, {open} days are open in the look-back");
    }

    // Within the look-back all is there now, but what was accepted as absent and is asked for again on its timetable.
    async Task HealAsync(DateOnly end)
    {
        var facts = await _checker.CheckAsync();
        if (facts.Days.Count == 0)
            throw new HistoryException("nothing is recorded");
        var first = DateOnly.FromDateTime(facts.Days[0].Date);
        var healed = _market.Days[_market.PlaceOf(HealedDay) - _settings.LookBackDays];
        foreach (var (code, day) in HistoryChecker.Missing(facts, Service, first > healed ? first : healed, end))
        {
            if (!facts.IsAccepted(code, day) && IsOwed(facts, day))
                throw new HistoryException($"{code} {day:yyyy-MM-dd} is not there {HealingDays} trading days after all is well; {_checker.Heard(facts, code, day)}");
        }
        foreach (var record in facts.Days.Where(d => d.Status != SyncDayStatus.Completed))
        {
            // So many real absences at once as no rule accepts: in a market of this size more than one.
            var day = DateOnly.FromDateTime(record.Date);
            if (day >= healed && day < end && facts.AbsentInTruth(day) <= 1 && !facts.IsAskedAnew(day, end))
                throw new HistoryException($"{record} {record.Reason} {HealingDays} trading days after all is well");
        }
        await TimetableAsync(first, end);
    }

    // What is accepted as absent is asked for again: only evenings on which something is due need to be lived.
    async Task TimetableAsync(DateOnly first, DateOnly end)
    {
        var last = _market.Days[_market.PlaceOf(end) + TimetableDays];
        for (var day = _market.Days[_market.PlaceOf(end) + 1]; ;)
        {
            var facts = await _checker.CheckAsync();
            var missing = HistoryChecker.Missing(facts, Service, first, end).Where(row => IsOwed(facts, row.Day)).ToArray();
            if (missing.Length == 0)
                return;
            var due = missing.Select(row => facts.CheckOn(row.Code, row.Day) ?? day).Min();
            day = _market.Days.First(d => d >= day && d >= due);
            if (day > last)
                throw new HistoryException($"{missing[0].Code} {missing[0].Day:yyyy-MM-dd} never came; {_checker.Heard(facts, missing[0].Code, missing[0].Day)}");
            _time.Set(Utc(day.ToDateTime(s_attempts[1])));
            await DoAsync(new SyncRequest { Kind = SyncKind.Day });
            day = day.AddDays(1);
        }
    }

    // A day that was never tried is nobody's where no schedule looked back to it: before its first attempt, or, rule 9, because the calendar said on
    // two Beijing days that it is closed.
    bool IsOwed(HistoryFacts facts, DateOnly day) =>
        facts.IsRecorded(day) || (day >= _market.Days[HistoryMarket.First] && !IsSaidToBeClosed(day));

    bool IsSaidToBeClosed(DateOnly day) => Service.Said
        .Where(s => s.What == Asked.Calendar && s.From <= day && day <= s.To && s.On >= day && !Service.IsOpen(day, s.At))
        .Select(s => s.On).Distinct().Count() >= 2;

    static DateTimeOffset Utc(DateTime beijing) => new(beijing - s_beijing, TimeSpan.Zero);
}
