using Microsoft.Extensions.Time.Testing;
using StockSync.Engine.Market;
using StockSync.Engine.Sources.Contract;
using Xunit;

namespace StockSync.Tests.Sync;

public class BeijingClockTests
{
    static readonly TimeOnly s_publish = new(17, 30);

    [Theory]
    [InlineData("2026-03-02T15:59:59Z", "2026-03-02")]
    [InlineData("2026-03-02T16:00:00Z", "2026-03-03")]
    [InlineData("2025-12-31T16:00:00Z", "2026-01-01")]
    [InlineData("2024-02-28T17:00:00Z", "2024-02-29")]
    [InlineData("2026-03-29T01:30:00Z", "2026-03-29")] // Europe changes its clocks in that hour
    public void Today_is_Beijings(string instant, string day)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(instant, null));
        foreach (string zone in new[] { "UTC", "America/New_York", "Pacific/Auckland", "Asia/Shanghai" })
        {
            time.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById(zone));
            Assert.Equal(DateOnly.Parse(day, null), new BeijingClock(time).Today);
        }
    }

    [Theory]
    [InlineData("2026-03-02T09:29:59Z", "2026-02-27")]
    [InlineData("2026-03-02T09:30:00Z", "2026-03-02")]
    [InlineData("2026-03-03T00:00:00Z", "2026-03-02")] // the 08:00 try is about the day before
    public void The_latest_day_due_is_the_last_trading_day_after_half_past_five(string instant, string day)
    {
        var clock = new BeijingClock(new FakeTimeProvider(DateTimeOffset.Parse(instant, null)));
        var calendar = new TradingCalendar(Enumerable.Range(0, 30)
            .Select(i => new DateOnly(2026, 2, 15).AddDays(i))
            .Select(d => new CalendarDay(d, d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))));
        Assert.Equal(DateOnly.Parse(day, null), calendar.LatestDue(clock, s_publish));
    }
}
