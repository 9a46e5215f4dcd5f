using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Fetching;

/// <summary>A unit of MarketDay on its way: what was fetched stays when only the rest of the unit has to be tried again.</summary>
sealed class MarketDayUnit(DateOnly day)
{
    public DateOnly Day { get; } = day;

    /// <summary>The day's rows, or null before they are here.</summary>
    public BarBatch? Rows { get; set; }

    public RejectedRows Rejected { get; set; } = RejectedRows.None;

    /// <summary>Codes of A shares that its rows name and the stock list does not.</summary>
    public IReadOnlyCollection<StockCode> Unknown { get; set; } = [];

    /// <summary>Why nothing of the day is stored; null where nothing speaks against it.</summary>
    public Claim? Doubt { get; set; }

    /// <summary>Other rows for the trading day before, with which this one fits.</summary>
    public BarBatch? Corrected { get; set; }

    /// <summary>The service's list of the day where it was needed.</summary>
    public IReadOnlySet<StockCode>? Listed { get; set; }
}
