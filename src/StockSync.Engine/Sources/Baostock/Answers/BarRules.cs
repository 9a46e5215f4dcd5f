using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Sources.Baostock.Answers;

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
