using System.Diagnostics;
using System.Runtime.CompilerServices;
using StockSync.Engine.Evidence;
using StockSync.Engine.Market;
using StockSync.Engine.Planning;
using StockSync.Engine.Resources;
using StockSync.Engine.Runs;
using StockSync.Engine.Service;
using StockSync.Engine.Settling;
using StockSync.Engine.Sharing;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine;

/// <summary>The engine behind the cmdlets: settings, one store, and a service that is connected to when needed.</summary>
sealed class SyncEngine(RunServices services) : ISyncEngine
{
    readonly SyncSettings _settings = services.Settings;
    readonly ISyncStore _store = services.StoreOnce;
    readonly string _endpoint = services.Endpoint;
    readonly BeijingClock _clock = services.Clock;
    WorkPlan? _planned;

    /// <summary>The plan that was shown last and has not run yet; null for none.</summary>
    public WorkPlan? Planned => _planned;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    public async Task<SyncPlan> PlanAsync(SyncRequest request, CancellationToken cancellationToken)
    {
        (var shown, _planned) = await new PlanPreview(services).MakeAsync(request, cancellationToken);
        return shown;
    }

    public Task<SyncRun?> RunAsync(SyncRequest request, ISyncObserver observer, CancellationToken cancellationToken)
    {
        if (request.Join)
            return new JoinRunner(services).RunAsync(request, observer, cancellationToken);
        // A run works at the plan itself, so it serves once.
        var planned = Interlocked.Exchange(ref _planned, null);
        var confirmed = planned?.Basis?.Request == request ? planned : null;
        return new SyncRunner(services).RunAsync(request, confirmed, observer, cancellationToken);
    }

    public async IAsyncEnumerable<SyncDay> GetDaysAsync(
        DateOnly? from, DateOnly? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        foreach (var day in await _store.Days.GetDaysAsync(from, to, cancellationToken))
            yield return day;
    }

    public async Task<int> ClearDaysAsync(IReadOnlyList<DateOnly> dates, CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        return await _store.Days.DeleteDaysAsync(dates, cancellationToken);
    }

    public async IAsyncEnumerable<SyncDay> ImportDaysAsync(
        IReadOnlyList<DateOnly> completed, IReadOnlyList<DateOnly> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var dates = completed.Concat(failed).ToArray();
        if (dates.Length == 0)
            yield break;
        foreach (var date in dates)
            DateRange.Check(date, "Date", _clock.Today);
        await _store.InspectAsync(cancellationToken);
        var range = new DateRange(dates.Min(), dates.Max());
        // A stock list older than the newest claimed day does not know who was listed by then.
        var settled = (await _store.Days.GetDaysAsync(null, null, cancellationToken)).Max(d => d.SettledAt);
        bool isOld = settled is null || DateOnly.FromDateTime(settled.Value) <= range.To;
        var (calendar, stocks) = await ReferenceAsync(range, needStocks: true, refresh: isOld, cancellationToken);
        await _store.InitializeAsync(cancellationToken);
        var import = new CheckpointImport(services);
        foreach (var day in await import.ImportAsync(completed.ToHashSet(), failed.ToHashSet(), calendar!, stocks!, cancellationToken))
            yield return day;
    }

    public async IAsyncEnumerable<FailedStock> GetFailedStocksAsync(bool all, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        var failures = await _store.Failures.GetFailuresAsync(cancellationToken);
        var stocks = all
            ? FailedStocks.Of(failures, await _store.Absences.GetAbsencesAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
            : failures.Select(FailedStocks.Of);
        foreach (var stock in stocks)
            yield return stock;
    }

    public async Task ResolveIssuesAsync(
        IReadOnlyList<DataIssue> issues, string note, ISyncObserver observer, CancellationToken cancellationToken)
    {
        var info = await _store.InspectAsync(cancellationToken);
        // A database of an older version is upgraded first, an empty one is left alone: there is nothing in it to accept.
        if (info.SchemaVersion > 0)
            await _store.InitializeAsync(cancellationToken);
        // It is kept and shown for ever after, so no secret may stand in it.
        string kept = services.Redact(note)!;
        await new IssueResolver(_settings, _store, _clock).ResolveAsync(issues, kept, observer, info.SchemaVersion > 0, cancellationToken);
    }

    public async IAsyncEnumerable<SyncRun> GetRunsAsync(
        bool activeOnly, int limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        foreach (var run in await _store.Runs.GetRunsAsync(activeOnly, limit, cancellationToken))
            yield return run;
    }

    public async IAsyncEnumerable<TradingDay> GetCalendarAsync(
        DateOnly from, DateOnly to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        var (calendar, _) = await ReferenceAsync(new DateRange(from, to), needStocks: false, refresh: false, cancellationToken);
        for (var day = from; day <= to; day = day.AddDays(1))
            yield return new TradingDay { Date = day.ToDateTime(TimeOnly.MinValue), IsTradingDay = calendar!.IsTradingDay(day) };
    }

    public async IAsyncEnumerable<Stock> GetStocksAsync(bool refresh, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        var (_, stocks) = await ReferenceAsync(null, needStocks: true, refresh, cancellationToken);
        for (int i = 0; i < stocks!.Count; i++)
            yield return Present(stocks[i]);
    }

    public async IAsyncEnumerable<Stock> GetStoredStocksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        var stocks = await new ReferenceCache(_store, _clock).StocksAsync(cancellationToken);
        for (int i = 0; i < (stocks?.Count ?? 0); i++)
            yield return Present(stocks![i]);
    }

    public async IAsyncEnumerable<Bar> GetBarsAsync(BarQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _store.InspectAsync(cancellationToken);
        if (query is { Last: { } days, Codes.Count: 0 })
            query = query with { From = await FirstOfLastAsync(query, days, cancellationToken), Last = null };
        var bars = query.Adjustment == PriceAdjustment.None
            ? _store.Bars.ReadBarsAsync(query, cancellationToken)
            : AdjustedAsync(query, cancellationToken);
        await foreach (var bar in query.Last is { } count ? LastOfEach(bars, count) : bars)
            yield return bar;
    }

    // Of the last days that have bars, the first.
    async Task<DateOnly?> FirstOfLastAsync(BarQuery query, int days, CancellationToken cancellationToken)
    {
        var stored = (await _store.Days.GetDaysAsync(query.From, query.To, cancellationToken)).Where(d => d.Stored + d.Suspended > 0).TakeLast(days);
        return stored.FirstOrDefault() is { } first ? DateOnly.FromDateTime(first.Date) : query.From;
    }

    static async IAsyncEnumerable<Bar> LastOfEach(IAsyncEnumerable<Bar> bars, int count)
    {
        var last = new Queue<Bar>();
        await foreach (var bar in bars)
        {
            if (last.TryPeek(out var first) && first.Code != bar.Code)
            {
                foreach (var kept in last)
                    yield return kept;
                last.Clear();
            }
            if (last.Count == count)
                last.Dequeue();
            last.Enqueue(bar);
        }
        foreach (var kept in last)
            yield return kept;
    }

    // Factors follow from all bars of the stock, so the whole stock is read; one stock at a time is kept.
    async IAsyncEnumerable<Bar> AdjustedAsync(BarQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var adjuster = await AdjusterAsync(cancellationToken);
        var stock = new List<Bar>();
        await foreach (var bar in _store.Bars.ReadBarsAsync(query with { From = null, To = null }, cancellationToken))
        {
            if (stock.Count > 0 && stock[0].Code != bar.Code)
            {
                foreach (var adjusted in Within(adjuster.Adjust(stock, query.Adjustment), query))
                    yield return adjusted;
                stock = [];
            }
            stock.Add(bar);
        }
        foreach (var adjusted in Within(adjuster.Adjust(stock, query.Adjustment), query))
            yield return adjusted;
    }

    public async IAsyncEnumerable<ConnectionCheck> TestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await CheckDatabaseAsync(cancellationToken);
        yield return await CheckSourceAsync(cancellationToken);
    }

    public Task<DatabaseInfo> InitializeAsync(CancellationToken cancellationToken) => _store.InitializeAsync(cancellationToken);

    static Stock Present(StockEntry entry) => new()
    {
        Code = entry.Code.ToString(),
        Exchange = entry.Code.Exchange,
        Name = entry.Name,
        ListedOn = entry.ListedOn.ToDateTime(TimeOnly.MinValue),
        DelistedOn = entry.DelistedOn?.ToDateTime(TimeOnly.MinValue),
    };

    // A factor may only be read off two bars with nothing missing between them.
    async Task<PriceAdjuster> AdjusterAsync(CancellationToken cancellationToken)
    {
        var calendar = await _store.Reference.GetCalendarAsync(TradingCalendar.First, _clock.Today, cancellationToken);
        var completed = (await _store.Days.GetDaysAsync(null, null, cancellationToken))
            .Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        var book = new KnownAbsences(await _store.Absences.GetAbsencesAsync(TradingCalendar.First, _clock.Today, cancellationToken));
        return new PriceAdjuster(
            calendar.Count == 0 ? null : new TradingCalendar(calendar), (day, code) => completed.Contains(day) || (StockCode.TryParse(code, out var stock) && book.IsExcused(stock, day)));
    }

    static IEnumerable<Bar> Within(IEnumerable<Bar> bars, BarQuery query) => bars.Where(b =>
        (query.From is not { } from || DateOnly.FromDateTime(b.Date) >= from) && (query.To is not { } to || DateOnly.FromDateTime(b.Date) <= to));

    // From the store where it is known, else from the service; what the service said is kept where tables exist.
    async Task<(TradingCalendar? Calendar, StockList? Stocks)> ReferenceAsync(
        DateRange? range, bool needStocks, bool refresh, CancellationToken cancellationToken)
    {
        var cache = new ReferenceCache(_store, _clock);
        var calendar = range is { } asked ? await cache.CalendarAsync(asked, cancellationToken) : null;
        var stocks = needStocks && !refresh ? await cache.StocksAsync(cancellationToken) : null;
        if ((range is null || calendar is not null) && (!needStocks || stocks is not null))
            return (calendar, stocks);

        var retry = RetryPipelines.ForSource(_settings, services.Time, static _ => { }, Random.Shared.NextDouble);
        bool keeps = (await _store.InspectAsync(cancellationToken)) is { SchemaVersion: > 0, IsWritable: true };
        await Side().RunAsync(
            async (session, token) =>
            {
                if (range is { } missing && calendar is null)
                {
                    var days = await ReferenceLoader.CalendarAsync(session, missing, _clock, token);
                    // What no exchange ever did is left to a run, which asks again on other days.
                    if (keeps && CalendarCheck.Find(days, _clock.Today) is null)
                        await _store.Reference.PutCalendarAsync(days, _clock.Today, token);
                    calendar = new TradingCalendar(days);
                }
                if (needStocks && stocks is null)
                {
                    var entries = await ReferenceLoader.StocksAsync(session, 0, token);
                    if (keeps)
                        await KeepStocksAsync(entries, token);
                    stocks = new StockList(entries);
                }
            },
            retry,
            cancellationToken);
        return (calendar, stocks);
    }

    // A look at the list is no run: what is large, or makes recorded days open, is left to one.
    async Task KeepStocksAsync(IReadOnlyList<StockEntry> entries, CancellationToken cancellationToken)
    {
        var known = await _store.Reference.GetStocksAsync(cancellationToken);
        var change = StockListChange.Of(
            new StockList(entries), known.Count == 0 ? null : new StockList(known), new HashSet<StockCode>());
        if (known.Count == 0 || change.Changed.Count == 0)
        {
            await _store.Reference.PutStocksAsync(change.Changed, [], _clock.UtcNow, cancellationToken);
            return;
        }
        var before = new StockList(known);
        var names = change.Changed.Where(e => before.IndexOf(e.Code) is >= 0 and var at
            && (before[at].ListedOn, before[at].DelistedOn) == (e.ListedOn, e.DelistedOn)).ToArray();
        await _store.Reference.PutStocksAsync(names, [], _clock.UtcNow, cancellationToken);
    }

    AdHocRequest Side() => new(services);

    async Task<ConnectionCheck> CheckDatabaseAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            var info = await _store.InspectAsync(cancellationToken);
            return new ConnectionCheck
            {
                Name = "Database",
                Target = info.Target,
                IsOk = info.IsWritable,
                LatencyMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                Detail = info.IsWritable
                    ? SyncStrings.FormatDatabaseOk(info.Kind, info.ServerVersion, info.SchemaVersion)
                    : SyncStrings.FormatStoreReadOnly(info.Target, info.WhyNotWritable),
                Advice = info.IsWritable ? null : SyncStrings.StoreReadOnlyAdvice,
            };
        }
        catch (StockSyncException e)
        {
            return Broken("Database", _store.Target, start, e);
        }
    }

    async Task<ConnectionCheck> CheckSourceAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        int? left = null;
        try
        {
            left = _settings.DailyBudget - await _store.Services.GetReservedRequestsAsync(_endpoint, _clock.Today, cancellationToken);
        }
        catch (StockSyncException)
        {
            // The database has its own check; without it the budget is not known, the service can be tried all the same.
        }
        try
        {
            await Side().RunAsync(
                static (_, _) => Task.CompletedTask, Polly.ResiliencePipeline.Empty, cancellationToken);
            return new ConnectionCheck
            {
                Name = "Source",
                Target = _endpoint,
                IsOk = true,
                LatencyMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                Detail = left is { } remaining ? SyncStrings.FormatSourceOk(remaining, _settings.DailyBudget) : SyncStrings.SourceOkNoBudget,
            };
        }
        catch (StockSyncException e)
        {
            return Broken("Source", _endpoint, start, e);
        }
    }

    static ConnectionCheck Broken(string name, string target, long start, StockSyncException e) => new()
    {
        Name = name,
        Target = target,
        IsOk = false,
        LatencyMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds,
        Detail = e.Message,
        Advice = e.Advice,
    };
}
