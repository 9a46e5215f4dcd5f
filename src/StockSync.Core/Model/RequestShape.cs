namespace StockSync;

/// <summary>How bars are asked for.</summary>
public enum RequestShape
{
    /// <summary>The planner takes the cheaper one.</summary>
    Auto = 0,

    /// <summary>The whole market of one day in one request (message type 98).</summary>
    MarketDay = 1,

    /// <summary>One stock, its whole missing range in one request (message type 95).</summary>
    StockRange = 2,

    /// <summary>
    /// Both in one plan: some days whole, what is missing on the others stock by stock. What the planner found cheapest; not to be asked for,
    /// and taken for <see cref="Auto"/> where it is.
    /// </summary>
    Mixed = 3,
}
