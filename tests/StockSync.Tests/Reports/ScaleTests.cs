using StockSync.Engine.Operations.Reports.Charts;
using Xunit;

namespace StockSync.Tests.Reports;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 1, 1, "0 1")]
    [InlineData(0, 4, 1, "0 1 2 3 4")]
    [InlineData(0, 5_240, 1, "0 2000 4000 6000")]
    [InlineData(0, 90, 1, "0 25 50 75 100")]
    [InlineData(0.8, 1, 0, "0.8 0.85 0.9 0.95 1")]
    [InlineData(0, 1, 0, "0 0.25 0.5 0.75 1")]
    [InlineData(7, 7, 0, "6 8")]
    public void Steps_are_round_and_hold_the_values(double lowest, double highest, double step, string ticks)
    {
        var scale = LinearScale.Between(lowest, highest, step);
        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(t => t.ToString(System.Globalization.CultureInfo.InvariantCulture))));
        Assert.InRange(scale.At(lowest), 0, 1);
        Assert.InRange(scale.At(highest), 0, 1);
    }

    [Theory]
    [InlineData(0.11, 0.4)]
    [InlineData(48, 14_000)]
    [InlineData(0.00001, 90_000_000)]
    [InlineData(41, 41)]
    [InlineData(864_000, 900_000)]
    public void Seconds_of_all_orders_fit_between_few_steps(double lowest, double highest)
    {
        var scale = LogScale.Around(lowest, highest);
        Assert.InRange(scale.Ticks.Count, 2, 8);
        Assert.Equal(scale.Ticks.Order(), scale.Ticks);
        Assert.InRange(scale.At(lowest), 0, 1);
        Assert.True(scale.At(lowest) <= scale.At(highest));
        Assert.Equal(0, scale.At(scale.Ticks[0]), 9);
        Assert.Equal(1, scale.At(scale.Ticks[^1]), 9);
    }

    [Theory]
    [InlineData("2026-11-25", "2026-11-25", "11-25")]
    [InlineData("2026-11-20", "2026-11-26", "11-20 11-21 11-22 11-23 11-24 11-25 11-26")]
    [InlineData("2026-08-29", "2026-11-26", "08-31 09-14 09-28 10-12 10-26 11-09 11-23")]
    [InlineData("2026-06-01", "2026-11-26", "2026-07 2026-08 2026-09 2026-10 2026-11")]
    [InlineData("2016-11-28", "2026-11-26", "2018 2020 2022 2024 2026")]
    [InlineData("1990-12-19", "2026-11-26", "2000 2010 2020")]
    public void Days_get_few_labels(string from, string to, string labels)
    {
        var scale = new DateScale(
            DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture),
            DateOnly.Parse(to, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(labels, string.Join(' ', scale.Ticks.Select(t => t.Label)));
        Assert.Equal(0, scale.At(scale.From));
        Assert.Equal(1, scale.At(scale.To.AddDays(1)));
    }

    [Fact]
    public void Any_span_has_labels_that_do_not_touch()
    {
        var from = new DateOnly(2019, 2, 27);
        for (int days = 0; days < 13_500; days += 1 + (days / 40))
        {
            var scale = new DateScale(from, from.AddDays(days));
            Assert.InRange(scale.Ticks.Count, 1, 9);
            Assert.All(
                scale.Ticks.Zip(scale.Ticks.Skip(1)), pair => Assert.True(scale.At(pair.Second.Day) - scale.At(pair.First.Day) >= 0.06));
        }
    }
}
