using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.SourceFaults;

/// <summary>A source that asks the test before each call, the opening of a session included. Calls are counted from 1.</summary>
sealed class HookedSource(IBarSource inner, Action<int> before) : IBarSource
{
    int _calls;

    public string Endpoint => inner.Endpoint;

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        Before();
        return new Session(this, await inner.OpenAsync(cancellationToken));
    }

    void Before() => before(Interlocked.Increment(ref _calls));

    sealed class Session(HookedSource owner, IBarSession inner) : IBarSession
    {
        public bool IsUsable => inner.IsUsable;

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            Hooked().GetCalendarAsync(from, to, cancellationToken);

        public Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken) =>
            Hooked().GetStocksAsync(atLeast, cancellationToken);

        public Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken) =>
            Hooked().GetListedStocksAsync(day, cancellationToken);

        public Task<RejectedRows> GetStockRangeAsync(
            StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
            Hooked().GetStockRangeAsync(code, from, to, into, cancellationToken);

        public Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken) =>
            Hooked().GetMarketDayAsync(day, into, cancellationToken);

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
            StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            Hooked().GetAdjustFactorsAsync(code, from, to, cancellationToken);

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
            Hooked().GetAdjustFactorsOfDayAsync(day, cancellationToken);

        IBarSession Hooked()
        {
            owner.Before();
            return inner;
        }
    }
}
