using StockSync.Engine.Sync;
using Xunit;

namespace StockSync.Tests.Sync;

public class PriceAdjusterTests
{
    // An ex-dividend day: the close of the day before was 10, the exchange's reference price is 8.
    static readonly Bar[] s_bars = [Bar(1, 10m, 9.5m), Bar(2, 8.8m, 8m), Bar(3, 8.4m, 8.8m)];

    [Fact]
    public void Forward_keeps_the_newest_price_and_scales_the_older_ones() =>
        Assert.Equal([8m, 8.8m, 8.4m], PriceAdjuster.Adjust(s_bars, PriceAdjustment.Forward).Select(b => b.Close));

    [Fact]
    public void Backward_keeps_the_first_price_and_scales_the_later_ones() =>
        Assert.Equal([10m, 11m, 10.5m], PriceAdjuster.Adjust(s_bars, PriceAdjustment.Backward).Select(b => b.Close));

    [Fact]
    public void Volume_and_rates_are_left_alone()
    {
        var bar = PriceAdjuster.Adjust(s_bars, PriceAdjustment.Forward).First();
        Assert.Equal((1000L, 1.5m), (bar.Volume, bar.ChangePct));
    }

    static Bar Bar(int day, decimal close, decimal preclose) => new()
    {
        Code = "600000",
        Exchange = Exchange.SH,
        Date = new DateTime(2026, 3, day),
        Open = close,
        High = close,
        Low = close,
        Close = close,
        Preclose = preclose,
        Volume = 1000,
        ChangePct = 1.5m,
        TradeStatus = true,
    };
}
