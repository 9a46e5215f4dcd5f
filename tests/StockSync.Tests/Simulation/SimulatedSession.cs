using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Simulation;

/// <summary>One connection. In trouble it breaks, stalls, answers with errors, with too little, with broken rows, or bans.</summary>
sealed class SimulatedSession(SimulatedService service, IRequestGate gate) : IBarSession
{
    bool _isClosed;

    public bool IsUsable { get; private set; } = true;

    public ValueTask DisposeAsync()
    {
        IsUsable = false;
        if (!_isClosed)
            service.Close();
        _isClosed = true;
        return default;
    }

    public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.Calendar, 33, 0, 0, cancellationToken);
        return [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(d => new CalendarDay(d, service.Market.IsTradingDay(d)))];
    }

    public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.StockList, 45, 0, 0, cancellationToken);
        return service.Market.Stocks;
    }

    public async Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.DayList, 35, day.DayNumber, 0, cancellationToken);
        var today = DateOnly.FromDateTime(service.Beijing);
        return day > today || !service.Market.IsTradingDay(day)
            ? []
            : [.. Stocks().Where(i => service.Market.IsListed(i, day)).Select(i => new ListedStock(service.Market.Stocks[i].Code, true))];
    }

    public async Task<RejectedRows> GetStockRangeAsync(
        StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken)
    {
        int stock = Stocks().First(i => service.Market.Stocks[i].Code == code);
        double fate = await AskAsync(RequestKind.StockRange, 95, stock, from.DayNumber, cancellationToken);
        var rows = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays)
            .Where(d => service.IsPublished(stock, d)).Select(d => service.Market.Row(stock, d));
        return Deliver(rows, fate, into, stock, from, to);
    }

    public async Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken)
    {
        double fate = await AskAsync(RequestKind.MarketDay, 98, day.DayNumber, 0, cancellationToken);
        var rows = Stocks().Where(i => service.IsPublished(i, day)).Select(i => service.Market.Row(i, day)).OrderBy(r => r.Code);
        return Deliver(rows, fate, into, null, day, day);
    }

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
        StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    IEnumerable<int> Stocks() => Enumerable.Range(0, service.Market.Stocks.Count);

    async Task<double> AskAsync(RequestKind kind, int draw, int what, int from, CancellationToken cancellationToken)
    {
        if (!IsUsable)
            throw new StockSyncException(ErrorIds.SourceDisconnected, ErrorKind.Connection, "closed", isTransient: true);
        await gate.PassAsync(kind, cancellationToken);
        service.Frame();
        double fate = service.Draw(draw, what, from);
        switch (fate)
        {
            case < 0.15:
                throw Broken(ErrorIds.SourceDisconnected);
            case < 0.25:
                await Task.Delay(TimeSpan.FromSeconds(2), service.Time, cancellationToken);
                throw Broken(ErrorIds.SourceTimeout);
            case < 0.35:
                throw Broken(ErrorIds.SourceProtocol);
            case < 0.45:
                throw new StockSyncException(ErrorIds.SourceError, ErrorKind.Connection, "10005001", isTransient: true);
            case < 0.47:
                throw new InvalidOperationException("a bug");
            case < 0.475:
                service.IsBanning = true;
                gate.Banned("10001011");
                throw new StockSyncException(ErrorIds.SourceBanned, ErrorKind.Limit, "10001011");
            case < 0.6:
                await Task.Delay(TimeSpan.FromSeconds(1), service.Time, cancellationToken);
                break;
        }
        gate.Completed(kind, 100, 1000, TimeSpan.FromMilliseconds(100));
        gate.Answered(kind, TimeSpan.FromMilliseconds(100));
        return fate;
    }

    StockSyncException Broken(string id)
    {
        IsUsable = false;
        gate.Failed(TimeSpan.Zero);
        return new StockSyncException(id, ErrorKind.Connection, id, isTransient: true);
    }

    // What is left of the draw: an empty answer, one that is cut short, one with a row that breaks a rule.
    RejectedRows Deliver(IEnumerable<BarRow> rows, double fate, BarBatch into, int? stock, DateOnly from, DateOnly to)
    {
        var all = rows.ToArray();
        int bad = fate is >= 0.8 and < 0.9 && all.Length > 0 ? all.Length / 2 : -1;
        int end = fate switch { >= 0.6 and < 0.7 => 0, >= 0.7 and < 0.8 => all.Length / 2, _ => all.Length };
        for (int i = 0; i < end; i++)
        {
            if (i != bad)
                into.Add(all[i]);
        }
        service.Answers.Enqueue(new GivenAnswer(
            DateOnly.FromDateTime(service.Beijing), stock, from, to, [.. all.Take(end).Select(row => (row.Code.ToString(), row.Date))]));
        return bad < 0 ? RejectedRows.None : new RejectedRows([new RejectedRow(all[bad].Code, all[bad].Date, "LowAboveClose", "...")], 0);
    }
}
