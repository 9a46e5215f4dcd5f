namespace StockSync.Engine.Sources.Contract;

/// <summary>
/// One bar as it travels from the parser to the database: numbers scaled to integers, so that a published decimal stays exact and a row
/// costs no allocation. <see cref="Missing"/> stands for an empty string of the source.
/// </summary>
struct BarRow
{
    /// <summary>An empty slot.</summary>
    public const long Missing = long.MinValue;

    /// <summary>Units of a price in one yuan: the service publishes four decimals.</summary>
    public const int PriceScale = 10_000;

    /// <summary>Units of a rate in one percent, and of a valuation figure in one: six decimals.</summary>
    public const int RateScale = 1_000_000;

    /// <summary>The stock.</summary>
    public StockCode Code;

    /// <summary>The trading day.</summary>
    public DateOnly Date;

    /// <summary>Prices in 1/10,000 yuan.</summary>
    public long Open, High, Low, Close, Preclose;

    /// <summary>Shares, or <see cref="Missing"/>.</summary>
    public long Volume;

    /// <summary>1/10,000 yuan, or <see cref="Missing"/>.</summary>
    public long Amount;

    /// <summary>Millionths of a percent, or <see cref="Missing"/>.</summary>
    public long TurnoverRate, ChangePct;

    /// <summary>Millionths, or <see cref="Missing"/>.</summary>
    public long PeTtm, PbMrq, PsTtm, PcfNcfTtm;

    /// <summary>True when the stock traded that day.</summary>
    public bool TradeStatus;

    /// <summary>True under special treatment.</summary>
    public bool IsST;

    /// <summary>Close minus preclose in 1/10,000 yuan, or <see cref="Missing"/>.</summary>
    public readonly long ChangeAmount => Close == Missing || Preclose == Missing ? Missing : Close - Preclose;

    /// <summary>(High − low) / preclose in millionths of a percent, half away from zero; <see cref="Missing"/> without a reference price.</summary>
    public readonly long Amplitude
    {
        get
        {
            if (High == Missing || Low == Missing || Preclose is Missing or <= 0)
                return Missing;
            var (whole, rest) = Int128.DivRem((Int128)(High - Low) * (100 * RateScale), Preclose);
            return (long)(Int128.Abs(rest) * 2 >= Preclose ? whole + Int128.Sign(rest) : whole);
        }
    }
}

/// <summary>Rows of an answer that cannot be stored: they break a rule, while the rest of the answer is sound.</summary>
sealed class RejectedRows
{
    public static readonly RejectedRows None = new([], 0);

    public RejectedRows(IReadOnlyList<RejectedRow> rows, int foreign)
    {
        Rows = rows;
        Foreign = foreign;
    }

    /// <summary>Rows of A shares that were set aside.</summary>
    public IReadOnlyList<RejectedRow> Rows { get; }

    /// <summary>Rows of securities that are no A shares; they never enter.</summary>
    public int Foreign { get; }
}

/// <summary>One row that was set aside.</summary>
/// <param name="Code">The stock.</param>
/// <param name="Date">The day.</param>
/// <param name="Rule">A stable word for the rule it breaks, for example <c>LowAboveClose</c>.</param>
/// <param name="Text">The row as received, control characters escaped, at most 1,000 characters.</param>
readonly record struct RejectedRow(StockCode Code, DateOnly Date, string Rule, string Text);
