using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Histories;

/// <summary>The service without a wire; each frame goes through the gate like a real one.</summary>
sealed class HistorySource(HistoryService service, IRequestGate gate, bool hasMarketDays) : IBarSource
{
    public string Endpoint => "history:1";

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        await gate.PassAsync(RequestKind.Login, cancellationToken);
        return new HistorySession(service, gate, hasMarketDays);
    }
}

/// <summary>One connection to it.</summary>
sealed class HistorySession(HistoryService service, IRequestGate gate, bool hasMarketDays) : IBarSession
{
    static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(100);

    public bool IsUsable => true;

    public ValueTask DisposeAsync() => default;

    public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.Calendar, cancellationToken);
        return service.Calendar(from, to);
    }

    public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.StockList, cancellationToken);
        return service.StockList();
    }

    public async Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.DayList, cancellationToken);
        return [.. service.DayList(day).Select(s => new ListedStock(s.Code, true, $"S{s.Stock}"))];
    }

    public async Task<RejectedRows> GetStockRangeAsync(StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.StockRange, cancellationToken);
        foreach (var (stock, place) in service.StockRange(code, from, to))
            into.Add(service.Market.Row(stock, place, code));
        return RejectedRows.None;
    }

    public async Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken)
    {
        await AskAsync(RequestKind.MarketDay, cancellationToken);
        if (!hasMarketDays)
            throw new StockSyncException(ErrorIds.SourceUnsupported, ErrorKind.NotFound, "10004020");
        foreach (var (stock, code) in service.MarketDay(day))
            into.Add(service.Market.Row(stock, service.Market.PlaceOf(day), code));
        return RejectedRows.None;
    }

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
        StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) => throw new InvalidOperationException();

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        throw new InvalidOperationException();

    async Task AskAsync(RequestKind kind, CancellationToken cancellationToken)
    {
        await gate.PassAsync(kind, cancellationToken);
        gate.Completed(kind, 100, 1000, s_latency);
        gate.Answered(kind, s_latency);
    }
}
