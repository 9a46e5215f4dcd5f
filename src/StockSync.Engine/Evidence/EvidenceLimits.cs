namespace StockSync.Engine.Evidence;

/// <summary>
/// The bounds of the evidence rules. On each of 31 recorded days of 2026 the whole-market answer held exactly the stocks of the stock list
/// (5,190 to 5,197, none missing); real absences are single stocks.
/// </summary>
static class EvidenceLimits
{
    /// <summary>So many trading days without a row are a gap that explains itself: an exchange suspended the listing.</summary>
    public const int GapDays = 3;

    /// <summary>Days in the share of stocks that a doubtful answer is judged by.</summary>
    public const int FewestInCommon = 50;

    /// <summary>Requests that one evening spends on accepted absences.</summary>
    public const int ChecksAnEvening = 20;

    /// <summary>Requests that one evening spends on everything beyond its own day.</summary>
    public const int RequestsAnEvening = 50;

    /// <summary>Closed days in a row that are believed at once; the longest recorded closure had 19, from 1999-02-10 to 02-28.</summary>
    public const int ClosedDays = 20;

    // Trading days after which an accepted absence is asked for again; later yearly.
    static readonly int[] s_checkAfter = [1, 5, 20, 60];

    const int YearOfTradingDays = 244;

    /// <summary>Stocks that may newly be absent on a day and be accepted after a second answer: 0.2 %, at least one.</summary>
    public static int Few(int expected) => Math.Max(1, expected / 500);

    /// <summary>Stocks that may newly be absent and be accepted after a third answer: 2 %.</summary>
    public static int Some(int expected) => Math.Max(Few(expected), expected / 50);

    /// <summary>Entries of the stock list that may change at once and be believed: 0.2 %, at least three.</summary>
    public static int FewEntries(int entries) => Math.Max(3, entries / 500);

    /// <summary>Trading days until an accepted absence is asked for again, by how often it was.</summary>
    public static int CheckAfter(int checks) => checks < s_checkAfter.Length ? s_checkAfter[checks] : YearOfTradingDays;
}
