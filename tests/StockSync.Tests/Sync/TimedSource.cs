using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Sync;

/// <summary>Connections to a <see cref="TimedService"/>.</summary>
sealed class TimedSource(TimedService service, IRequestGate gate) : IBarSource
{
    public string Endpoint => "timed:1";

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        await service.AskAsync(RequestKind.Login, gate, cancellationToken);
        return new Session(service, gate);
    }

    sealed class Session(TimedService service, IRequestGate gate) : IBarSession
    {
        public bool IsUsable => true;

        public async ValueTask DisposeAsync() => await service.AskAsync(RequestKind.Logout, gate, CancellationToken.None);

        public async Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
        {
            await service.AskAsync(RequestKind.Calendar, gate, cancellationToken);
            return [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(d => new CalendarDay(d, TimedService.IsTradingDay(d)))];
        }

        public async Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken)
        {
            await service.AskAsync(RequestKind.StockList, gate, cancellationToken);
            return service.Stocks;
        }

        public async Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken)
        {
            await service.AskAsync(RequestKind.DayList, gate, cancellationToken);
            return [.. service.Stocks.Select(s => new ListedStock(s.Code, true))];
        }

        public async Task<RejectedRows> GetStockRangeAsync(StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken)
        {
            int rows = 0;
            for (var day = from; day <= to; day = day.AddDays(1))
            {
                if (!TimedService.IsTradingDay(day))
                    continue;
                into.Add(TimedService.Row(code, day));
                if (++rows % service.Settings.PageSize == 0)
                    await service.AskAsync(RequestKind.StockRange, gate, cancellationToken);
            }
            await service.AskAsync(RequestKind.StockRange, gate, cancellationToken);
            return RejectedRows.None;
        }

        public async Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken)
        {
            await service.AskAsync(RequestKind.MarketDay, gate, cancellationToken);
            foreach (var stock in service.Stocks)
                into.Add(TimedService.Row(stock.Code, day));
            return RejectedRows.None;
        }

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
