namespace StockSync.MarketServer;

/// <summary>How the number of listed shares of a made-up market goes with the years.</summary>
public enum MarketGrowth
{
    /// <summary>Nearly all are listed before the market begins, some come and some leave inside it.</summary>
    Even = 0,

    /// <summary>
    /// They come and leave in the years in which the real ones did, have no bars for some months now and then, and are suspended as much
    /// as the real ones were in each year.
    /// </summary>
    Recorded = 1,
}
