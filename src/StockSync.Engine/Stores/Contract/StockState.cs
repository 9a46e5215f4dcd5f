namespace StockSync.Engine.Stores.Contract;

/// <summary>
/// How one stock ended a day when it has no row in the table. (A stock that failed is not listed per day: its failure has a date range.)
/// </summary>
enum StockState
{
    /// <summary>The service lists it for the day but published no bar yet.</summary>
    Late = 1,

    /// <summary>Its bar breaks a rule.</summary>
    Quarantined = 3,

    /// <summary>The service's list of the day does not name it: it is not expected.</summary>
    NotListed = 4,
}
