namespace StockSync.Engine.Sources.Contract;

/// <summary>
/// One logged-in connection; one request at a time. Every failure is a <see cref="StockSyncException"/> (cancellation stays
/// <see cref="OperationCanceledException"/>). After a failure that leaves the stream in doubt <see cref="IsUsable"/> is false for good.
/// Disposing logs out where that is still possible, and closes.
/// </summary>
interface IBarSession : IAsyncDisposable
{
    /// <summary>False when the connection must not be used again.</summary>
    bool IsUsable { get; }

    /// <summary>The calendar, one entry per calendar day, both ends included.</summary>
    Task<IReadOnlyList<CalendarDay>> GetCalendarAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The A shares of the stock list, delisted ones included; everything else of that list is dropped.</summary>
    /// <param name="atLeast">While fewer came than this, a page that is not full is not taken for the last: pages are read until one is empty.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    Task<IReadOnlyList<StockEntry>> GetStocksAsync(int atLeast, CancellationToken cancellationToken);

    /// <summary>The A shares that the service lists for a day; empty when the day is closed or not published.</summary>
    Task<IReadOnlyList<ListedStock>> GetListedStocksAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Appends the bars of one stock in ascending order. Rows outside the range or of another stock fail the request.</summary>
    Task<RejectedRows> GetStockRangeAsync(StockCode code, DateOnly from, DateOnly to, BarBatch into, CancellationToken cancellationToken);

    /// <summary>Appends the bars of all A shares of one day. <see cref="ErrorIds.SourceUnsupported"/> where the service cannot do it.</summary>
    Task<RejectedRows> GetMarketDayAsync(DateOnly day, BarBatch into, CancellationToken cancellationToken);

    /// <summary>The adjust factors of one stock whose ex date lies in the range.</summary>
    Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsAsync(StockCode code, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>The adjust factors of all A shares whose ex date is that day.</summary>
    Task<IReadOnlyList<AdjustFactor>> GetAdjustFactorsOfDayAsync(DateOnly day, CancellationToken cancellationToken);
}
