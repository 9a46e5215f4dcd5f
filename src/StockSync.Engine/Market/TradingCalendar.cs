using StockSync.Engine.Sources.Contract;

namespace StockSync.Engine.Market;

/// <summary>The trading days of the exchanges over a range that the service has answered for.</summary>
sealed class TradingCalendar
{
    /// <summary>Calendar days before and after the range: more than the exchanges were ever closed.</summary>
    public const int Around = 40;

    /// <summary>A day so many days away, within what a date can be.</summary>
    public static DateOnly Reach(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    /// <summary>The first trading day of the exchanges, and of the service's data.</summary>
    public static readonly DateOnly First = new(1990, 12, 19);

    readonly DateOnly[] _tradingDays;

    public TradingCalendar(IEnumerable<CalendarDay> days)
    {
        var all = days.OrderBy(d => d.Date).ToArray();
        From = all.Length > 0 ? all[0].Date : First;
        To = all.Length > 0 ? all[^1].Date : First;
        _tradingDays = [.. all.Where(d => d.IsTradingDay).Select(d => d.Date)];
    }

    /// <summary>First day it knows.</summary>
    public DateOnly From { get; }

    /// <summary>Last day it knows.</summary>
    public DateOnly To { get; }

    public bool IsTradingDay(DateOnly day) => Array.BinarySearch(_tradingDays, day) >= 0;

    /// <summary>The trading days of a range, both ends included, in order.</summary>
    public ReadOnlySpan<DateOnly> Between(DateOnly from, DateOnly to)
    {
        int start = LowerBound(from);
        int end = LowerBound(to.AddDays(1));
        return start < end ? _tradingDays.AsSpan(start, end - start) : [];
    }

    /// <summary>The trading day before a day; null where the calendar does not reach back to it.</summary>
    public DateOnly? Before(DateOnly day) => LowerBound(day) - 1 is >= 0 and var index ? _tradingDays[index] : null;

    /// <summary>The trading day after a day; null where the calendar does not reach so far.</summary>
    public DateOnly? After(DateOnly day) => LowerBound(day.AddDays(1)) is var index && index < _tradingDays.Length ? _tradingDays[index] : null;

    /// <summary>The day that lies so many trading days after a day; weekdays are counted where the calendar ends before.</summary>
    public DateOnly After(DateOnly day, int tradingDays)
    {
        int index = LowerBound(day.AddDays(1)) + tradingDays - 1;
        if (index < _tradingDays.Length)
            return _tradingDays[index];
        int left = index - _tradingDays.Length + 1;
        var date = _tradingDays.Length > 0 && _tradingDays[^1] > day ? _tradingDays[^1] : day;
        for (; left > 0; left--)
            date = NextWeekday(date);
        return date;
    }

    /// <summary>The weekday after a day: the best guess beyond the end of a calendar.</summary>
    public static DateOnly NextWeekday(DateOnly day)
    {
        do
            day = day.AddDays(1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        return day;
    }

    /// <summary>The last trading day whose bars are due, or null where the calendar has none.</summary>
    public DateOnly? LatestDue(BeijingClock clock, TimeOnly publishTime)
    {
        for (int i = LowerBound(clock.Today.AddDays(1)) - 1; i >= 0; i--)
        {
            if (clock.IsDue(_tradingDays[i], publishTime))
                return _tradingDays[i];
        }
        return null;
    }

    int LowerBound(DateOnly day)
    {
        int index = Array.BinarySearch(_tradingDays, day);
        return index >= 0 ? index : ~index;
    }
}
