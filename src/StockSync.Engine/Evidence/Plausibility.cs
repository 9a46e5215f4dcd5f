using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Contract;

namespace StockSync.Engine.Evidence;

/// <summary>
/// Whether a whole market day looks like itself beside the trading day before. Of recorded days with 200 stocks at most 5.0 % of the precloses
/// differ from the close before (2022-07-15, ex-dividend days; 6.0 % with 50 stocks), and at most 1.9 % of the traded stocks repeat all figures.
/// </summary>
static class Plausibility
{
    // Shares of the stocks in common, in percent.
    const int MostOffPreclose = 10;
    const int MostCopied = 5;

    /// <summary>Judges a day's rows, sorted by code.</summary>
    /// <param name="rows">The day's rows.</param>
    /// <param name="before">The rows of the trading day directly before, in order of code.</param>
    public static DoubtKind Check(ReadOnlySpan<BarRow> rows, DayFigures before)
    {
        int common = 0;
        int off = 0;
        int traded = 0;
        int copied = 0;
        int at = 0;
        var known = before.Rows;
        foreach (ref readonly var row in rows)
        {
            while (at < known.Count && known[at].Code < row.Code)
                at++;
            if (at == known.Count)
                break;
            if (known[at].Code != row.Code)
                continue;
            var last = known[at];
            common++;
            off += row.Preclose != last.Close ? 1 : 0;
            if (!row.TradeStatus || row.Volume is 0 or BarRow.Missing)
                continue;
            traded++;
            copied += (row.Open, row.High, row.Low, row.Close, row.Volume, row.Amount)
                == (last.Open, last.High, last.Low, last.Close, last.Volume, last.Amount) ? 1 : 0;
        }
        if (common < EvidenceLimits.FewestInCommon)
            return DoubtKind.None;
        if (copied * 100 > traded * MostCopied)
            return DoubtKind.Copied;
        return off * 100 > common * MostOffPreclose ? DoubtKind.OffPreclose : DoubtKind.None;
    }

    /// <summary>Tells one answer for a day from another.</summary>
    public static string Digest(ReadOnlySpan<BarRow> rows)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        Span<byte> cells = stackalloc byte[sizeof(int) + (7 * sizeof(long))];
        foreach (ref readonly var row in rows)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(cells, row.Code.Number);
            int place = sizeof(int);
            foreach (long value in (ReadOnlySpan<long>)[row.Open, row.High, row.Low, row.Close, row.Preclose, row.Volume, row.Amount])
            {
                System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(cells[place..], value);
                place += sizeof(long);
            }
            hash.AppendData(cells);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}

/// <summary>Why a market day is in doubt.</summary>
enum DoubtKind
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>More than a tenth of the precloses is not the close of the day before: adjusted prices, or codes that were exchanged.</summary>
    OffPreclose,

    /// <summary>More than a twentieth of the traded stocks repeats the day before.</summary>
    Copied,
}

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

    /// <summary>
    /// False for an answer that leaves out more than a few of the bars that are stored, or all: it is cut short or empty, and says nothing of
    /// what is not stored.
    /// </summary>
    public static bool IsWitness(int stored, int leftOut) => leftOut == 0 || (leftOut < stored && leftOut <= Few(stored));

    /// <summary>Entries of the stock list that may change at once and be believed: 0.2 %, at least three.</summary>
    public static int FewEntries(int entries) => Math.Max(3, entries / 500);

    /// <summary>Trading days until an accepted absence is asked for again, by how often it was.</summary>
    public static int CheckAfter(int checks) => checks < s_checkAfter.Length ? s_checkAfter[checks] : YearOfTradingDays;
}
