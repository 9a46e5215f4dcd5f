using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using StockSync.Engine.Stores.Sql;
using Xunit;

namespace StockSync.Tests.Sync;

public class PriceAdjusterTests
{
    static readonly PriceAdjuster s_adjuster = new(null, static (_, _) => true);

    // An ex-dividend day: the close of the day before was 10, the exchange's reference price is 8.
    static readonly Bar[] s_bars = [Bar(1, 10m, 9.5m), Bar(2, 8.8m, 8m), Bar(3, 8.4m, 8.8m)];

    [Fact]
    public void Forward_keeps_the_newest_price_and_scales_the_older_ones() =>
        Assert.Equal([8m, 8.8m, 8.4m], s_adjuster.Adjust(s_bars, PriceAdjustment.Forward).Select(b => b.Close));

    [Fact]
    public void Backward_keeps_the_first_price_and_scales_the_later_ones() =>
        Assert.Equal([10m, 11m, 10.5m], s_adjuster.Adjust(s_bars, PriceAdjustment.Backward).Select(b => b.Close));

    [Fact]
    public void Volume_and_rates_are_left_alone()
    {
        var bar = s_adjuster.Adjust(s_bars, PriceAdjustment.Forward).First();
        Assert.Equal((1000L, 1.5m), (bar.Volume, bar.ChangePct));
    }

    [Fact]
    public void Across_a_hole_nothing_is_guessed()
    {
        var calendar = new TradingCalendar(Enumerable.Range(1, 9).Select(d => new CalendarDay(new DateOnly(2026, 3, d), true)));
        Bar[] bars = [Bar(1, 10m, 9.5m), Bar(5, 15m, 14m)];
        var error = Assert.Throws<StockSyncException>(
            () => new PriceAdjuster(calendar, static (_, _) => false).Adjust(bars, PriceAdjustment.Forward));
        Assert.Equal(ErrorIds.HistoryIncomplete, error.ErrorId);
        // A gap that is known to be one (the stock was not listed on those days) is no hole.
        Assert.Equal(2, new PriceAdjuster(calendar, static (_, _) => true).Adjust(bars, PriceAdjustment.Forward).Count());
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
