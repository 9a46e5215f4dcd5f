using StockSync.Engine.Evidence;
using Xunit;

namespace StockSync.Tests.Evidence;

public class EvidenceLimitsTests
{
    [Theory]
    [InlineData(0, 1, 1, 3)]
    [InlineData(1, 1, 1, 3)]
    [InlineData(99, 1, 1, 3)]
    [InlineData(100, 1, 2, 3)]
    [InlineData(500, 1, 10, 3)]
    [InlineData(999, 1, 19, 3)]
    [InlineData(1000, 2, 20, 3)]
    [InlineData(1999, 3, 39, 3)]
    [InlineData(2000, 4, 40, 4)]
    [InlineData(5197, 10, 103, 10)]
    [InlineData(5525, 11, 110, 11)]
    public void Shares_of_a_market_are_two_in_a_thousand_and_two_in_a_hundred(int count, int few, int some, int entries) =>
        Assert.Equal((few, some, entries), (EvidenceLimits.Few(count), EvidenceLimits.Some(count), EvidenceLimits.FewEntries(count)));

    [Fact]
    public void An_accepted_absence_is_asked_for_after_1_5_20_and_60_trading_days_and_then_yearly() =>
        Assert.Equal([1, 5, 20, 60, 244, 244, 244], Enumerable.Range(0, 7).Select(EvidenceLimits.CheckAfter));

    [Fact]
    public void The_bounds_are_those_of_the_written_rules()
    {
        int[] bounds =
        [
            EvidenceLimits.GapDays, EvidenceLimits.FewestInCommon, EvidenceLimits.ChecksAnEvening, EvidenceLimits.RequestsAnEvening, EvidenceLimits.ClosedDays,
        ];
        Assert.Equal([3, 50, 20, 50, 20], bounds);
    }
}
