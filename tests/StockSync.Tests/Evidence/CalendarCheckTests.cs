using StockSync.Engine.Evidence;
using StockSync.Engine.Sources.Contract;
using StockSync.Tests.Fakes;
using Xunit;

namespace StockSync.Tests.Evidence;

public class CalendarCheckTests
{
    static readonly DateOnly s_first = new(2026, 3, 2);

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, false)]
    [InlineData(21, true)]
    [InlineData(40, true)]
    public void More_than_twenty_closed_days_in_a_row_are_doubted(int closed, bool isDoubted)
    {
        CalendarDay[] days = [.. Open(s_first, 5), .. Closed(s_first.AddDays(5), closed), .. Open(s_first.AddDays(5 + closed), 5)];
        Assert.Equal(
            isDoubted ? new ClosedSpan(s_first.AddDays(5), s_first.AddDays(4 + closed)) : (ClosedSpan?)null, CalendarCheck.Find(days, days[^1].Date));
    }

    [Fact]
    public void Closed_days_with_a_trading_day_between_are_not_in_a_row()
    {
        CalendarDay[] days = [.. Closed(s_first, 20), .. Open(s_first.AddDays(20), 1), .. Closed(s_first.AddDays(21), 20)];
        Assert.Null(CalendarCheck.Find(days, days[^1].Date));
    }

    [Fact]
    public void The_first_of_two_closures_is_told()
    {
        CalendarDay[] days = [.. Closed(s_first, 30), .. Open(s_first.AddDays(30), 1), .. Closed(s_first.AddDays(31), 30)];
        Assert.Equal(new ClosedSpan(s_first, s_first.AddDays(29)), CalendarCheck.Find(days, days[^1].Date));
    }

    [Fact]
    public void What_lies_ahead_is_a_plan()
    {
        CalendarDay[] days = [.. Open(s_first, 1), .. Closed(s_first.AddDays(1), 60)];
        Assert.Null(CalendarCheck.Find(days, s_first.AddDays(20)));
        Assert.Equal(new ClosedSpan(s_first.AddDays(1), s_first.AddDays(21)), CalendarCheck.Find(days, s_first.AddDays(21)));
        Assert.Equal(new ClosedSpan(s_first.AddDays(1), s_first.AddDays(30)), CalendarCheck.Find(days, s_first.AddDays(30)));
    }

    [Fact]
    public void Nothing_is_expected_of_the_time_before_the_exchanges_and_of_their_first_day()
    {
        CalendarDay[] days = [.. Closed(new(1990, 11, 1), 49), .. Open(new(1990, 12, 20), 3)];
        Assert.Equal(new DateOnly(1990, 12, 19), days[48].Date);
        Assert.Null(CalendarCheck.Find(days, days[^1].Date));
        days = [.. Closed(new(1990, 11, 1), 70)];
        Assert.Equal(new ClosedSpan(new(1990, 12, 20), new(1991, 1, 9)), CalendarCheck.Find(days, days[^1].Date));
        Assert.Null(CalendarCheck.Find(days.SkipLast(1), days[^1].Date));
    }

    [Fact]
    public void An_empty_calendar_says_nothing() => Assert.Null(CalendarCheck.Find([], s_first));

    [RecordedDataFact]
    public void Of_the_recorded_calendar_nothing_is_doubted_whenever_it_is_looked_at()
    {
        CalendarDay[] days = [.. File.ReadLines(RecordedData.PathOf("trade_dates.csv")).Skip(1).Select(line => line.Split(','))
            .Select(cells => new CalendarDay(Trading.Day(cells[0]), cells[1] == "1"))];
        Assert.Equal(13_162, days.Length);
        Assert.Null(CalendarCheck.Find(days, days[^1].Date));
        // The longest closure is one below the bound: it is met from each of its days.
        Assert.All(Enumerable.Range(0, 19), i => Assert.False(days.Single(d => d.Date == new DateOnly(1999, 2, 10).AddDays(i)).IsTradingDay));
    }

    static IEnumerable<CalendarDay> Closed(DateOnly from, int count) => Enumerable.Range(0, count).Select(i => new CalendarDay(from.AddDays(i), false));

    static IEnumerable<CalendarDay> Open(DateOnly from, int count) => Enumerable.Range(0, count).Select(i => new CalendarDay(from.AddDays(i), true));
}
