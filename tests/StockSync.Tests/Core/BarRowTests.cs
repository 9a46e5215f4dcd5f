using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Core;

public class BarRowTests
{
    [Fact]
    public void Change_and_amplitude_follow_from_the_prices()
    {
        var row = new BarRow { High = 98200, Low = 96100, Close = 97300, Preclose = 96800 };
        Assert.Equal(500, row.ChangeAmount);
        Assert.Equal(2_169_421, row.Amplitude); // 0.21 / 9.68 = 2.1694214…%
    }

    [Fact]
    public void Without_a_reference_price_there_is_no_amplitude()
    {
        var row = new BarRow { High = 98200, Low = 96100, Close = 97300, Preclose = 0 };
        Assert.Equal(BarRow.Missing, row.Amplitude);
        row.Preclose = BarRow.Missing;
        Assert.Equal(BarRow.Missing, row.Amplitude);
        Assert.Equal(BarRow.Missing, row.ChangeAmount);
    }

    [Theory]
    [InlineData(15_000, 10_000, 40_000, 12_500_000)]
    [InlineData(10_001, 10_000, 1_600_000_000, 0)] // 0.0625 millionths
    [InlineData(10_001, 10_000, 200_000_000, 1)] // half a millionth goes up
    [InlineData(10_000, 10_001, 200_000_000, -1)] // away from zero
    [InlineData(10_000_000_000, 1, 1, 999_999_999_900_000_000)]
    public void Amplitude_is_rounded_half_away_from_zero(long high, long low, long preclose, long expected) =>
        Assert.Equal(expected, new BarRow { High = high, Low = low, Preclose = preclose }.Amplitude);
}
