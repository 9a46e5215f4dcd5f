using StockSync.Engine.Sources.Baostock.Protocol;
using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

/// <summary>
/// The numbers of one bar. An empty field is <see cref="BarRow.Missing"/>: the service leaves volume, amount, turnover and change empty on
/// some suspended days (and writes zeros on others), and valuations where there are none.
/// </summary>
static class BarFields
{
    /// <summary>A million yuan a share; the dearest ever traded below 3,000.</summary>
    const long MaxPrice = 1_000_000L * BarRow.PriceScale;

    /// <summary>Thousand times the busiest day ever recorded.</summary>
    const long MaxVolume = 10_000_000_000_000;

    /// <summary>Ten trillion yuan, more than the whole market ever turned over in a day.</summary>
    const long MaxAmount = 10_000_000_000_000L * BarRow.PriceScale;

    const long MaxRate = 100_000_000_000L * BarRow.RateScale;

    /// <summary>Fills the row. False when a value cannot be used.</summary>
    public static bool TryRead(in RecordScanner scanner, BarAnswerColumns columns, ref BarRow row) =>
        TryNumber(scanner, columns.Open, 4, MaxPrice, out row.Open)
        && TryNumber(scanner, columns.High, 4, MaxPrice, out row.High)
        && TryNumber(scanner, columns.Low, 4, MaxPrice, out row.Low)
        && TryNumber(scanner, columns.Close, 4, MaxPrice, out row.Close)
        && TryNumber(scanner, columns.Preclose, 4, MaxPrice, out row.Preclose)
        && TryNumber(scanner, columns.Volume, 0, MaxVolume, out row.Volume)
        && TryNumber(scanner, columns.Amount, 4, MaxAmount, out row.Amount)
        && TryNumber(scanner, columns.Turn, 6, MaxRate, out row.TurnoverRate)
        && TryNumber(scanner, columns.PctChg, 6, MaxRate, out row.ChangePct)
        && TryNumber(scanner, columns.PeTtm, 6, MaxRate, out row.PeTtm)
        && TryNumber(scanner, columns.PbMrq, 6, MaxRate, out row.PbMrq)
        && TryNumber(scanner, columns.PsTtm, 6, MaxRate, out row.PsTtm)
        && TryNumber(scanner, columns.PcfNcfTtm, 6, MaxRate, out row.PcfNcfTtm)
        && FlagText.TryParse(scanner.Value(columns.TradeStatus), out row.TradeStatus)
        && TryMark(scanner.Value(columns.IsST), out row.IsST)
        && IsUnadjusted(scanner.Value(columns.AdjustFlag));

    static bool TryNumber(in RecordScanner scanner, int column, int decimals, long limit, out long value)
    {
        value = BarRow.Missing;
        if (column < 0)
            return true;
        var text = scanner.Value(column);
        return text.IsEmpty || DecimalText.TryParse(text, decimals, limit, out value);
    }

    /// <summary>An empty mark of special treatment is no mark.</summary>
    static bool TryMark(ReadOnlySpan<byte> text, out bool value)
    {
        value = false;
        return text.IsEmpty || FlagText.TryParse(text, out value);
    }

    /// <summary>Adjusted prices were not asked for: they are another request's answer, not a bad value of ours.</summary>
    static bool IsUnadjusted(ReadOnlySpan<byte> flag) => flag switch
    {
        [(byte)'3'] => true,
        [(byte)'1' or (byte)'2'] => throw SourceErrors.Protocol(ProtocolFault.ForeignRow),
        _ => false,
    };
}

/// <summary>
/// What must hold for every bar, traded or suspended. Every one of a million recorded bars keeps these rules; what real bars do break
/// (change against preclose, average price outside low to high, a trade status without volume) is none.
/// </summary>
static class BarRules
{
    public const string ValueInvalid = nameof(ValueInvalid);
    public const string PriceMissing = nameof(PriceMissing);
    public const string PriceNotPositive = nameof(PriceNotPositive);
    public const string LowAboveHigh = nameof(LowAboveHigh);
    public const string LowAboveOpen = nameof(LowAboveOpen);
    public const string LowAboveClose = nameof(LowAboveClose);
    public const string HighBelowOpen = nameof(HighBelowOpen);
    public const string HighBelowClose = nameof(HighBelowClose);
    public const string VolumeNegative = nameof(VolumeNegative);
    public const string AmountNegative = nameof(AmountNegative);
    public const string TurnoverNegative = nameof(TurnoverNegative);

    /// <summary>The first rule the bar breaks, or null.</summary>
    public static string? Check(in BarRow bar) =>
        IsAny(bar, static price => price == BarRow.Missing) ? PriceMissing
        : IsAny(bar, static price => price <= 0) ? PriceNotPositive
        : bar.Low > bar.High ? LowAboveHigh
        : bar.Low > bar.Open ? LowAboveOpen
        : bar.Low > bar.Close ? LowAboveClose
        : bar.High < bar.Open ? HighBelowOpen
        : bar.High < bar.Close ? HighBelowClose
        : IsNegative(bar.Volume) ? VolumeNegative
        : IsNegative(bar.Amount) ? AmountNegative
        : IsNegative(bar.TurnoverRate) ? TurnoverNegative
        : null;

    static bool IsAny(in BarRow bar, Func<long, bool> test) =>
        test(bar.Open) || test(bar.High) || test(bar.Low) || test(bar.Close) || test(bar.Preclose);

    static bool IsNegative(long value) => value < 0 && value != BarRow.Missing;
}
