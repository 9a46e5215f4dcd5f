using Xunit;

namespace StockSync.Tests.Core;

public class BeijingTests
{
    [Theory]
    [InlineData("2026-03-20T15:59:59Z", "2026-03-20", "2026-03-20 23:59")]
    [InlineData("2026-03-20T16:00:00Z", "2026-03-21", "2026-03-21 00:00")]
    public void A_day_begins_eight_hours_before_that_of_UTC(string utc, string day, string text)
    {
        var instant = DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime;
        Assert.Equal(day, Beijing.Day(instant).Text());
        Assert.Equal(text, Beijing.Text(instant));
    }

    [Fact]
    public void The_instant_of_a_time_of_day_is_in_UTC()
    {
        var instant = Beijing.Instant(new DateOnly(2026, 3, 21), new TimeOnly(7, 30));
        Assert.Equal((new DateTime(2026, 3, 20, 23, 30, 0), DateTimeKind.Utc), (instant, instant.Kind));
        Assert.Equal(new DateTime(2026, 3, 21, 7, 30, 0), Beijing.Clock(instant));
    }

    // Filters without a lower bound begin with the first day that there is.
    [Fact]
    public void The_first_day_of_all_begins_with_the_first_instant() => Assert.Equal(DateTime.MinValue, Beijing.Instant(DateOnly.MinValue));
}
