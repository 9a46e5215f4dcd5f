namespace StockSync.MarketServer;

/// <summary>Recorded bars, whichever way the folder cuts them into files.</summary>
interface IRecordedBars
{
    /// <summary>The codes that have at least one bar, ascending.</summary>
    IReadOnlyList<string> Codes { get; }

    IEnumerable<MarketBar> StockRange(string code, DateOnly first, DateOnly last);

    /// <summary>All bars of a day, ascending by code.</summary>
    IEnumerable<MarketBar> MarketDay(DateOnly day);

    /// <summary>The days with at least one bar. It reads the whole folder; asked only where no calendar is recorded.</summary>
    IEnumerable<DateOnly> Days();
}
