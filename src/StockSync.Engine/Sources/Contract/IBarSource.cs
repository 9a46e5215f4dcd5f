namespace StockSync.Engine.Sources.Contract;

/// <summary>A service that publishes bars. Opens sessions; each is one connection.</summary>
interface IBarSource
{
    /// <summary>Host and port, for messages and for what is remembered of a service.</summary>
    string Endpoint { get; }

    /// <summary>Connects and logs in. Fails with <see cref="StockSyncException"/>; one attempt, no retry of its own.</summary>
    Task<IBarSession> OpenAsync(CancellationToken cancellationToken);
}

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

/// <summary>Every frame to the service passes here first: the request budget as a session sees it.</summary>
interface IRequestGate
{
    /// <summary>
    /// Waits for its turn and counts the frame. Throws <see cref="ErrorIds.BudgetSpent"/> or <see cref="ErrorIds.SourceBanned"/> when
    /// no frame may be sent.
    /// </summary>
    ValueTask PassAsync(RequestKind kind, CancellationToken cancellationToken);

    /// <summary>Told after each answer: what it cost.</summary>
    void Completed(RequestKind kind, int bytesOut, long bytesIn, TimeSpan elapsed);

    /// <summary>Told after each answer that is one, not an error of the service: how long such an answer takes.</summary>
    void Answered(RequestKind kind, TimeSpan elapsed);

    /// <summary>Told where a frame that passed brought no answer that can be used: none, a broken one, an error of the service.</summary>
    /// <param name="elapsed">How long it was waited for; zero where an answer came, of which <see cref="Completed"/> was told.</param>
    void Failed(TimeSpan elapsed);

    /// <summary>Told when the service answers that we are banned; nothing passes any more.</summary>
    void Banned(string errorCode);
}

/// <summary>What a request to the service asks for, whatever its code on the wire.</summary>
enum RequestKind
{
    Login,
    Logout,

    /// <summary>Which days are trading days.</summary>
    Calendar,

    /// <summary>The stock list: every security the service knows.</summary>
    StockList,

    /// <summary>The stocks that were listed on one day.</summary>
    DayList,

    /// <summary>The bars of one stock over a range of days; a page of them.</summary>
    StockRange,

    /// <summary>The bars of all stocks on one day.</summary>
    MarketDay,

    /// <summary>The adjust factors of one stock.</summary>
    StockFactors,

    /// <summary>The adjust factors of all stocks whose factor changes on one day.</summary>
    DayFactors,
}

/// <summary>One A share of the service's stock list.</summary>
/// <param name="Code">The stock.</param>
/// <param name="Name">Its name, white space and control characters taken out.</param>
/// <param name="ListedOn">First trading day.</param>
/// <param name="DelistedOn">The day after the last bar, or null.</param>
/// <param name="ReplacedBy">The code under which the service keeps the stock's whole history now; null for the code in use.</param>
readonly record struct StockEntry(StockCode Code, string Name, DateOnly ListedOn, DateOnly? DelistedOn, StockCode? ReplacedBy = null)
{
    /// <summary>True where the stock must have a row on that day.</summary>
    public bool IsExpectedOn(DateOnly day) => ReplacedBy is null && ListedOn <= day && (DelistedOn is null || day < DelistedOn);
}

/// <summary>One A share of the service's list of a day.</summary>
readonly record struct ListedStock(StockCode Code, bool IsTrading, string Name = "");

/// <summary>One calendar day.</summary>
readonly record struct CalendarDay(DateOnly Date, bool IsTradingDay);
