namespace StockSync.Engine.Stores.Contract;

/// <summary>What is learned of a service. The names are stored.</summary>
enum CostKind
{
    /// <summary>Seconds of an answer with a whole market day.</summary>
    MarketDay,

    /// <summary>Seconds of a page of one stock's range.</summary>
    StockRange,

    /// <summary>Seconds of a day's list of stocks.</summary>
    DayList,

    /// <summary>Seconds of the stock list.</summary>
    StockList,

    /// <summary>Seconds of the calendar.</summary>
    Calendar,

    /// <summary>Seconds of a login.</summary>
    Login,

    /// <summary>Seconds of a logout.</summary>
    Logout,

    /// <summary>Seconds that a row adds to a run while bars are fetched: what is left when the waits for answers are taken away.</summary>
    Row,

    /// <summary>Seconds a row takes in the store. However fast the service is, a run does not write faster than that.</summary>
    StoredRow,

    /// <summary>Seconds of a run outside the fetching of bars that no answer was waited for.</summary>
    Run,

    /// <summary>Frames without a usable answer, per frame sent.</summary>
    FailureRate,

    /// <summary>Seconds that such a frame was waited for.</summary>
    FailureSeconds,

    /// <summary>Lists of a day asked for, per day settled, beside that of the newest day.</summary>
    DayListRate,
}
