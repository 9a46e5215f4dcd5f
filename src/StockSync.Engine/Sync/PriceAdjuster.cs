namespace StockSync.Engine.Sync;

/// <summary>
/// Turns stored, unadjusted bars of one stock into adjusted ones. On an ex-dividend day the exchange's reference price differs from the
/// close before; the ratio of the two is that day's factor. (Checked against the factors the service publishes: equal within one in the
/// sixth decimal on 313,639 bars of 136 stocks.)
/// </summary>
static class PriceAdjuster
{
    // The service prints adjusted prices with ten decimals.
    const int Decimals = 10;

    /// <summary>Adjusts the bars of one stock, given in order of date, from its first stored bar to its last.</summary>
    public static IEnumerable<Bar> Adjust(IReadOnlyList<Bar> bars, PriceAdjustment adjustment)
    {
        if (bars.Count == 0 || adjustment == PriceAdjustment.None)
            return bars;
        var factors = new decimal[bars.Count];
        factors[0] = 1;
        for (int i = 1; i < bars.Count; i++)
        {
            bool isEx = bars[i].Preclose > 0 && bars[i].Preclose != bars[i - 1].Close && bars[i - 1].Close > 0;
            factors[i] = isEx ? factors[i - 1] * bars[i - 1].Close / bars[i].Preclose : factors[i - 1];
        }
        decimal basis = adjustment == PriceAdjustment.Forward ? factors[^1] : 1;
        return bars.Select((bar, i) => Scale(bar, factors[i] / basis));
    }

    static Bar Scale(Bar bar, decimal factor) => new()
    {
        Code = bar.Code,
        Exchange = bar.Exchange,
        Date = bar.Date,
        Open = Round(bar.Open * factor),
        High = Round(bar.High * factor),
        Low = Round(bar.Low * factor),
        Close = Round(bar.Close * factor),
        Preclose = Round(bar.Preclose * factor),
        Volume = bar.Volume,
        Amount = bar.Amount,
        ChangePct = bar.ChangePct,
        ChangeAmount = bar.ChangeAmount is { } change ? Round(change * factor) : null,
        TurnoverRate = bar.TurnoverRate,
        Amplitude = bar.Amplitude,
        TradeStatus = bar.TradeStatus,
        IsST = bar.IsST,
        PeTtm = bar.PeTtm,
        PbMrq = bar.PbMrq,
        PsTtm = bar.PsTtm,
        PcfNcfTtm = bar.PcfNcfTtm,
    };

    static decimal Round(decimal value) => decimal.Round(value, Decimals, MidpointRounding.AwayFromZero);
}
