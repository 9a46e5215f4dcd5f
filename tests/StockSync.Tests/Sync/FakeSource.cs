using StockSync.Engine.Sources.Contract;

namespace StockSync.Tests.Sync;

/// <summary>A source whose sessions do what the test says; counts how many are open at once.</summary>
sealed class FakeSource : IBarSource
{
    int _open;

    public string Endpoint => "fake:1";

    public int Opened { get; private set; }

    public int MostOpen { get; private set; }

    public int Open => Volatile.Read(ref _open);

    public Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        lock (this)
        {
            Opened++;
            MostOpen = Math.Max(MostOpen, ++_open);
        }
        return Task.FromResult<IBarSession>(new Session(this));
    }

    sealed class Session(FakeSource owner) : IBarSession
    {
        public bool IsUsable => true;

        public ValueTask DisposeAsync()
        {
            Interlocked.Decrement(ref owner._open);
            return default;
        }

        public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<RejectedRows> GetStockRangeAsync(
            StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
            StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();
    }
}
