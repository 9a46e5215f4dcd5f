using StockSync.Engine.Market;
using Xunit;

namespace StockSync.Tests.Evidence;

public class DayFreshnessTests
{
    static readonly string[] s_holiday = ["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"];

    [Theory]
    [InlineData("2026-09-21", "2026-09-21 00:00", true)] // a Monday
    [InlineData("2026-09-21", "2026-09-21 20:00", true)]
    [InlineData("2026-09-21", "2026-09-22 08:00", true)]
    [InlineData("2026-09-21", "2026-09-22 19:59:59", true)]
    [InlineData("2026-09-21", "2026-09-22 20:00", false)]
    [InlineData("2026-09-21", "2026-09-23 08:00", false)]
    [InlineData("2026-09-18", "2026-09-19 20:00", true)] // a Friday, over its weekend
    [InlineData("2026-09-18", "2026-09-20 23:59", true)]
    [InlineData("2026-09-18", "2026-09-21 19:59", true)]
    [InlineData("2026-09-18", "2026-09-21 20:00", false)]
    [InlineData("2026-09-30", "2026-10-07 22:00", true)] // the day before a week of holidays
    [InlineData("2026-09-30", "2026-10-08 19:59", true)]
    [InlineData("2026-09-30", "2026-10-08 20:00", false)]
    [InlineData("2026-10-08", "2026-10-09 19:59", true)] // the end of the calendar
    [InlineData("2026-10-09", "2026-10-10 20:00", true)]
    [InlineData("2026-10-09", "2026-10-11 20:00", true)]
    [InlineData("2026-10-09", "2026-10-12 19:59", true)] // beyond it weekdays are guessed
    [InlineData("2026-10-09", "2026-10-12 20:00", false)]
    public void A_day_is_fresh_until_eight_in_the_evening_of_the_next_trading_day(string day, string now, bool isFresh)
    {
        var calendar = Trading.Calendar("2026-09-01", "2026-10-09", s_holiday);
        Assert.Equal(isFresh, DayFreshness.IsFresh(Trading.Day(day), calendar, Trading.At(now)));
    }

    [Theory]
    [InlineData("2026-09-22 19:59", "2026-09-21")]
    [InlineData("2026-09-22 20:00", "2026-09-22")]
    [InlineData("2026-09-23 08:00", "2026-09-22")]
    [InlineData("2026-09-19 12:00", "2026-09-18")]
    [InlineData("2026-09-20 23:59", "2026-09-18")]
    [InlineData("2026-10-05 12:00", "2026-09-30")]
    [InlineData("2026-10-08 19:59", "2026-09-30")]
    [InlineData("2026-10-08 20:00", "2026-10-08")]
    [InlineData("2026-10-12 19:59", "2026-10-09")]
    [InlineData("2026-10-12 20:00", "2026-10-13")] // the calendar has ended: none is fresh
    public void Fresh_are_the_days_from_the_last_whose_next_evening_has_not_come(string now, string first)
    {
        var calendar = Trading.Calendar("2026-09-01", "2026-10-09", s_holiday);
        Assert.Equal(Trading.Day(first), DayFreshness.First(calendar, Trading.At(now)));
    }

    [Fact]
    public void Without_a_trading_day_none_is_fresh()
    {
        var calendar = Trading.Calendar("2026-10-01", "2026-10-04", s_holiday);
        Assert.Equal(new(2026, 10, 5), DayFreshness.First(calendar, Trading.At("2026-10-04 12:00")));
    }

    [Fact]
    public void Days_ahead_in_the_calendar_are_not_looked_at()
    {
        var calendar = Trading.Calendar("2026-09-01", "2026-12-31", s_holiday);
        Assert.Equal(new(2026, 9, 21), DayFreshness.First(calendar, Trading.At("2026-09-22 12:00")));
    }
}
