using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Joining;

/// <summary>A source that hangs at a market day, as the machine that asked would: nothing comes until the gate opens.</summary>
sealed class HungSource(IBarSource inner, int after, Task gate, TaskCompletionSource hung) : IBarSource
{
    int _asked;

    public string Endpoint => inner.Endpoint;

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken) => new Session(this, await inner.OpenAsync(cancellationToken));

    async Task PassAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _asked) <= after)
            return;
        hung.TrySetResult();
        await gate.WaitAsync(cancellationToken);
    }

    sealed class Session(HungSource source, IBarSession inner) : IBarSession
    {
        public bool IsUsable => inner.IsUsable;

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            inner.GetCalendarAsync(from, to, cancellationToken);

        public Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken) => inner.GetStocksAsync(atLeast, cancellationToken);

        public Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken) =>
            inner.GetListedStocksAsync(day, cancellationToken);

        public Task<RejectedRows> GetStockRangeAsync(
            StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
            inner.GetStockRangeAsync(code, from, to, into, cancellationToken);

        public async Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken)
        {
            await source.PassAsync(cancellationToken);
            return await inner.GetMarketDayAsync(day, into, cancellationToken);
        }

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
            StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            inner.GetAdjustFactorsAsync(code, from, to, cancellationToken);

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
            inner.GetAdjustFactorsOfDayAsync(day, cancellationToken);
    }
}
