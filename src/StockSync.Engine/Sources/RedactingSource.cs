using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources;

/// <summary>A source whose errors show no secret: a service may repeat the key that it was given, and what it says is recorded.</summary>
sealed class RedactingSource(IBarSource inner, IRedactor redactor) : IBarSource
{
    public string Endpoint => inner.Endpoint;

    public async Task<IBarSession> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new RedactingSession(await inner.OpenAsync(cancellationToken), redactor);
        }
        catch (StockSyncException e) when (redactor.Redact(e) is var clean && !ReferenceEquals(clean, e))
        {
            throw clean;
        }
    }
}

/// <summary>A session whose errors show no secret.</summary>
sealed class RedactingSession(IBarSession inner, IRedactor redactor) : IBarSession
{
    public bool IsUsable => inner.IsUsable;

    public Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetCalendarAsync(from, to, cancellationToken));

    public Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetStocksAsync(atLeast, cancellationToken));

    public Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetListedStocksAsync(day, cancellationToken));

    public Task<RejectedRows> GetStockRangeAsync(
        StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetStockRangeAsync(code, from, to, into, cancellationToken));

    public Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetMarketDayAsync(day, into, cancellationToken));

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(
        StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetAdjustFactorsAsync(code, from, to, cancellationToken));

    public Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken) =>
        CleanAsync(inner.GetAdjustFactorsOfDayAsync(day, cancellationToken));

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    async Task<T> CleanAsync<T>(Task<T> request)
    {
        try
        {
            return await request;
        }
        catch (StockSyncException e) when (redactor.Redact(e) is var clean && !ReferenceEquals(clean, e))
        {
            throw clean;
        }
    }
}
