using StockSync.Engine.Operations.Alerts;
using Xunit;

namespace StockSync.Tests.Alerts;

public class OffTheHourTests
{
    [Theory]
    [InlineData("12:00:00", 0.0, "12:00:30")]
    [InlineData("12:00:00", 1.0, "12:02:30")]
    [InlineData("12:00:45", 0.0, "12:00:45")]
    [InlineData("12:00:45", 0.5, "12:01:30")]
    [InlineData("12:02:31", 1.0, "12:02:31")]
    [InlineData("12:17:00", 1.0, "12:17:00")]
    [InlineData("12:29:50", 0.0, "12:29:50")]
    [InlineData("12:29:57", 0.0, "12:30:30")]
    [InlineData("12:30:01", 1.0, "12:32:30")]
    public void Messages_keep_away_from_full_and_half_hours(string now, double random, string expected)
    {
        var offTheHour = new OffTheHour(new AlertSettings(), () => random);
        Assert.Equal(At(expected), offTheHour.Of(At(now)));
    }

    static DateTime At(string time) =>
        DateTime.SpecifyKind(new DateTime(2026, 1, 5) + TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
