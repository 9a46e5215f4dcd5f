namespace StockSync.Engine.Sources.Contract;

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
