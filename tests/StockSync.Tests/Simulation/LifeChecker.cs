using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;
using StockSync.Engine.Stores.Sql;
using StockSync.Tests.EndToEnd;
using Xunit;

namespace StockSync.Tests.Simulation;

/// <summary>The invariants, checked against all that is true.</summary>
sealed class LifeChecker(ISyncEngine engine, ISyncStore store, SimulatedMarket market, SimulatedService service, SyncSettings settings)
{
    // On which Beijing days the service said of a bar that is not stored that there is none.
    readonly Dictionary<(string Code, DateOnly Day), HashSet<DateOnly>> _denied = [];
    // The same by answers that were cut short: the first one of a stock says nothing.
    readonly Dictionary<string, HashSet<DateOnly>> _cutShort = [];
    IReadOnlyCollection<(string Code, DateOnly Day)> _before = [];

    /// <summary>After any run.</summary>
    /// <param name="seen">What it reported.</param>
    /// <param name="mayBeOpen">The database was in trouble: the run's end may not have been recorded.</param>
    public async Task CheckAsync(RecordingObserver seen, bool mayBeOpen)
    {
        var stored = await StoredAsync();
        foreach (var bar in stored.Values)
            CheckValues(bar);
        while (service.Answers.TryDequeue(out var answer))
            Hear(answer);
        _before = stored.Keys;
        var completed = (await DaysAsync()).FindAll(d => d.Status == SyncDayStatus.Completed);
        if (completed.Count > 0)
        {
            // A copy that began with chosen stocks is complete with them.
            var scope = await store.Claims.GetCopyAsync(CancellationToken.None);
            foreach (var day in completed)
                CheckComplete(DateOnly.FromDateTime(day.Date), stored, scope);
        }
        // Only where what was told is not so any more.
        Assert.True(
            seen.Days.GroupBy(d => d.Date).All(g => g.DistinctBy(d => (d.Status, d.Expected, d.Stored)).Count() == g.Count()), "a day was reported twice");
        Assert.True(mayBeOpen || !(await RunsAsync()).Any(r => r.Status == SyncRunStatus.Running), "I5 a run that ended is recorded as running");
        Assert.True(service.MostOpen <= settings.ThrottleLimit, "more connections than allowed");
        Assert.True(service.FramesAfterBan < settings.ThrottleLimit, $"{service.FramesAfterBan} frames after a ban");
        foreach (var (day, frames) in service.FramesByDay)
            Assert.True(frames <= settings.DailyBudget, $"{frames} frames on {day}, budget {settings.DailyBudget}");
    }

    /// <summary>All that is published is there as it is now, proven and without an open failure.</summary>
    public async Task<bool> IsAllRightAsync() => await WhatIsMissingAsync() is null;

    public async Task<string?> WhatIsMissingAsync()
    {
        var stored = await StoredAsync();
        var completed = (await DaysAsync()).Where(d => d.Status == SyncDayStatus.Completed).Select(d => DateOnly.FromDateTime(d.Date)).ToHashSet();
        foreach (var day in PublishedDays())
        {
            for (int i = 0; i < market.Stocks.Count; i++)
            {
                if (!market.IsListed(i, day))
                    continue;
                if (!stored.TryGetValue((market.Stocks[i].Code.ToString(), day), out var bar))
                    return $"I1 {market.Stocks[i].Code} {day} is not there";
                if (bar.Close != Close(market.Row(i, day)))
                    return $"I3 {market.Stocks[i].Code} {day} is not as published";
            }
            if (!completed.Contains(day))
                return $"{day:yyyy-MM-dd} is not proven: {(await DaysAsync()).Find(d => DateOnly.FromDateTime(d.Date) == day)}";
        }
        return (await ListAsync(engine.GetFailedStocksAsync(false, CancellationToken.None))) is [var failure, ..] ? $"{failure} is open" : null;
    }

    IEnumerable<DateOnly> PublishedDays()
    {
        var now = service.Beijing;
        var last = DateOnly.FromDateTime(now).AddDays(now.Hour < 20 ? -1 : 0);
        return market.TradingDays(last);
    }

    async Task<Dictionary<(string, DateOnly), Bar>> StoredAsync()
    {
        var bars = new Dictionary<(string, DateOnly), Bar>();
        if (!File.Exists(settings.Database))
            return bars;
        foreach (var bar in await ListAsync(engine.GetBarsAsync(new BarQuery(), CancellationToken.None)))
            Assert.True(bars.TryAdd((bar.Code, DateOnly.FromDateTime(bar.Date)), bar), $"I2 {bar} is there twice");
        return bars;
    }

    async Task<List<SyncDay>> DaysAsync() =>
        File.Exists(settings.Database) ? await ListAsync(engine.GetDaysAsync(null, null, CancellationToken.None)) : [];

    async Task<List<SyncRun>> RunsAsync() =>
        File.Exists(settings.Database) ? await ListAsync(engine.GetRunsAsync(false, 100, CancellationToken.None)) : [];

    void CheckValues(Bar bar)
    {
        Assert.True(StockCode.TryParse(bar.Code, out var code));
        int stock = Enumerable.Range(0, market.Stocks.Count).First(i => market.Stocks[i].Code == code);
        var day = DateOnly.FromDateTime(bar.Date);
        Assert.True(market.IsTradingDay(day) && market.IsListed(stock, day), $"I3 {bar} was never published");
        var now = market.Row(stock, day);
        var before = market.Row(stock, day, original: true);
        Assert.True(bar.Close == Close(now) || bar.Close == Close(before), $"I3 {bar} was published as {Close(now)}");
        Assert.True((bar.Volume, bar.TradeStatus) == (now.Volume, now.TradeStatus), $"I3 {bar} has another volume");
    }

    // An answer without the bars that were stored before the run, but for one, was cut short and says nothing.
    void Hear(GivenAnswer answer)
    {
        var codes = Enumerable.Range(0, market.Stocks.Count).Where(i => answer.Stock is null || i == answer.Stock)
            .Select(i => market.Stocks[i].Code.ToString()).ToHashSet();
        var known = _before.Where(b => codes.Contains(b.Code) && answer.From <= b.Day && b.Day <= answer.To).ToArray();
        int leftOut = known.Count(b => !answer.Rows.Contains(b));
        if (leftOut > 0 && (leftOut > 1 || leftOut == known.Length) && !IsSaidAgain(answer))
            return;
        foreach (var day in market.TradingDays(answer.To).Where(day => day >= answer.From))
        {
            foreach (string code in codes.Where(code => !answer.Rows.Contains((code, day))))
            {
                if (!_denied.TryGetValue((code, day), out var on))
                    _denied.Add((code, day), on = []);
                on.Add(answer.On);
            }
        }
    }

    bool IsSaidAgain(GivenAnswer answer)
    {
        if (answer.Stock is not { } stock)
            return false;
        string code = market.Stocks[stock].Code.ToString();
        if (!_cutShort.TryGetValue(code, out var on))
            _cutShort.Add(code, on = []);
        on.Add(answer.On);
        return on.Count > 1;
    }

    bool IsDeniedTwice(string code, DateOnly day) => _denied.TryGetValue((code, day), out var on) && on.Count >= 2;

    void CheckComplete(DateOnly day, Dictionary<(string, DateOnly), Bar> stored, CopyScope scope)
    {
        for (int i = 0; i < market.Stocks.Count; i++)
        {
            string code = market.Stocks[i].Code.ToString();
            bool isOfCopy = !scope.IsChosen || scope.Codes.Contains(market.Stocks[i].Code);
            // Two answers of two Beijing days that say the same excuse a stock, however wrong they are.
            Assert.True(
                !market.IsListed(i, day) || !isOfCopy || stored.ContainsKey((code, day)) || IsDeniedTwice(code, day),
                $"I4 {day:yyyy-MM-dd} is said to be complete, {code} is not there");
        }
    }

    static decimal Close(in BarRow row) => row.Close / (decimal)BarRow.PriceScale;

    static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}
