using StockSync.Engine.Market;
using Xunit;

namespace StockSync.Tests.Evidence;

public class TradingCalendarTests
{
    // A Thursday to a Friday, with a holiday on the Wednesday between.
    static readonly TradingCalendar s_calendar = Trading.Calendar("2026-03-05", "2026-03-13", "2026-03-11");

    [Theory]
    [InlineData("2026-03-04", null, "2026-03-05", false)]
    [InlineData("2026-03-05", null, "2026-03-06", true)]
    [InlineData("2026-03-06", "2026-03-05", "2026-03-09", true)]
    [InlineData("2026-03-07", "2026-03-06", "2026-03-09", false)]
    [InlineData("2026-03-09", "2026-03-06", "2026-03-10", true)]
    [InlineData("2026-03-10", "2026-03-09", "2026-03-12", true)]
    [InlineData("2026-03-11", "2026-03-10", "2026-03-12", false)]
    [InlineData("2026-03-13", "2026-03-12", null, true)]
    [InlineData("2026-03-20", "2026-03-13", null, false)]
    public void Each_day_has_the_trading_days_around_it(string day, string? before, string? after, bool isTradingDay)
    {
        Assert.Equal(Trading.DayOrNull(before), s_calendar.Before(Trading.Day(day)));
        Assert.Equal(Trading.DayOrNull(after), s_calendar.After(Trading.Day(day)));
        Assert.Equal(isTradingDay, s_calendar.IsTradingDay(Trading.Day(day)));
    }

    [Theory]
    [InlineData("2026-03-01", "2026-03-31", 6)]
    [InlineData("2026-03-05", "2026-03-05", 1)]
    [InlineData("2026-03-05", "2026-03-13", 6)]
    [InlineData("2026-03-06", "2026-03-12", 4)]
    [InlineData("2026-03-07", "2026-03-08", 0)]
    [InlineData("2026-03-11", "2026-03-11", 0)]
    [InlineData("2026-03-13", "2026-03-05", 0)]
    [InlineData("2026-03-14", "2026-03-31", 0)]
    public void A_range_holds_both_its_ends(string from, string to, int days)
    {
        var between = s_calendar.Between(Trading.Day(from), Trading.Day(to)).ToArray();
        Assert.Equal(days, between.Length);
        Assert.Equal(Trading.Days("2026-03-05", "2026-03-13", "2026-03-11").Where(d => d.IsTradingDay && Trading.Day(from) <= d.Date && d.Date <= Trading.Day(to)).Select(d => d.Date), between);
    }

    [Theory]
    [InlineData("2026-03-05", 1, "2026-03-06")]
    [InlineData("2026-03-05", 2, "2026-03-09")]
    [InlineData("2026-03-05", 5, "2026-03-13")]
    [InlineData("2026-03-07", 1, "2026-03-09")]
    [InlineData("2026-03-01", 1, "2026-03-05")]
    [InlineData("2026-03-05", 6, "2026-03-16")] // beyond the end weekdays are counted
    [InlineData("2026-03-12", 3, "2026-03-17")]
    [InlineData("2026-03-13", 1, "2026-03-16")]
    [InlineData("2026-03-13", 5, "2026-03-20")]
    [InlineData("2026-03-13", 20, "2026-04-10")]
    [InlineData("2026-03-18", 1, "2026-03-19")]
    [InlineData("2026-03-21", 1, "2026-03-23")]
    public void So_many_trading_days_later_is_a_trading_day_or_beyond_the_end_a_weekday(string day, int count, string later) =>
        Assert.Equal(Trading.Day(later), s_calendar.After(Trading.Day(day), count));

    [Fact]
    public void An_empty_calendar_knows_the_first_day_alone()
    {
        var empty = new TradingCalendar([]);
        Assert.Equal((new DateOnly(1990, 12, 19), new DateOnly(1990, 12, 19)), (empty.From, empty.To));
        Assert.Null(empty.Before(new(2026, 3, 5)));
        Assert.Null(empty.After(new(2026, 3, 5)));
        Assert.Equal(new(2026, 3, 9), empty.After(new(2026, 3, 5), 2));
        Assert.Null(empty.LatestDue(Trading.At("2026-03-05 20:00"), new(17, 30)));
    }

    [Fact]
    public void It_reaches_from_its_first_to_its_last_day_in_any_order()
    {
        var calendar = new TradingCalendar(Trading.Days("2026-03-05", "2026-03-15").Reverse());
        Assert.Equal((new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 15)), (calendar.From, calendar.To));
        Assert.Equal(new(2026, 3, 6), calendar.After(new(2026, 3, 5)));
    }

    [Theory]
    [InlineData("2026-03-05 17:29", null)]
    [InlineData("2026-03-05 17:30", "2026-03-05")]
    [InlineData("2026-03-09 17:29", "2026-03-06")]
    [InlineData("2026-03-09 17:30", "2026-03-09")]
    [InlineData("2026-03-11 20:00", "2026-03-10")]
    [InlineData("2026-04-30 08:00", "2026-03-13")]
    [InlineData("2026-03-04 20:00", null)]
    public void The_latest_day_due_is_the_last_whose_bars_are_out(string now, string? day) =>
        Assert.Equal(Trading.DayOrNull(day), s_calendar.LatestDue(Trading.At(now), new(17, 30)));
}
