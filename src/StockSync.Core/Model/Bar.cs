namespace StockSync;

/// <summary>One stock on one trading day, as <c>Get-StockBar</c> emits it. Prices are in yuan.</summary>
public sealed class Bar
{
    /// <summary>Six digits.</summary>
    public required string Code { get; init; }

    /// <summary>The exchange.</summary>
    public required Exchange Exchange { get; init; }

    /// <summary>The trading day: midnight, unspecified kind.</summary>
    public required DateTime Date { get; init; }

    /// <summary>First price of the day; the last close on a suspended day.</summary>
    public decimal Open { get; init; }

    /// <summary>Highest price.</summary>
    public decimal High { get; init; }

    /// <summary>Lowest price.</summary>
    public decimal Low { get; init; }

    /// <summary>Last price.</summary>
    public decimal Close { get; init; }

    /// <summary>The reference price: the previous close, or the exchange's adjusted one on an ex-dividend day.</summary>
    public decimal Preclose { get; init; }

    /// <summary>Shares traded; null where the source published none.</summary>
    public long? Volume { get; init; }

    /// <summary>Yuan traded; null where the source published none.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Change against <see cref="Preclose"/> in percent, as published.</summary>
    public decimal? ChangePct { get; init; }

    /// <summary>Close minus preclose in yuan.</summary>
    public decimal? ChangeAmount { get; init; }

    /// <summary>Turnover rate in percent; null on a suspended day.</summary>
    public decimal? TurnoverRate { get; init; }

    /// <summary>(High − low) / preclose in percent, six decimals.</summary>
    public decimal? Amplitude { get; init; }

    /// <summary>True when the stock traded, false when it was suspended.</summary>
    public bool TradeStatus { get; init; }

    /// <summary>True when the stock was under special treatment.</summary>
    public bool IsST { get; init; }

    /// <summary>Price to earnings, trailing twelve months.</summary>
    public decimal? PeTtm { get; init; }

    /// <summary>Price to book, most recent quarter.</summary>
    public decimal? PbMrq { get; init; }

    /// <summary>Price to sales, trailing twelve months.</summary>
    public decimal? PsTtm { get; init; }

    /// <summary>Price to net cash flow, trailing twelve months.</summary>
    public decimal? PcfNcfTtm { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {Date:yyyy-MM-dd} {Close}";
}
