namespace StockSync.MarketServer;

/// <summary>
/// Weekdays without made-up holidays: New Year, a week in February that moves, three days in May, the week of October 1.
/// It depends on the year alone, so two markets agree about every day.
/// </summary>
static class MadeUpCalendar
{
    /// <summary>The first day of the real calendar.</summary>
    public static readonly DateOnly First = new(1990, 12, 19);

    public static IReadOnlyList<MarketCalendarDay> Until(DateOnly last)
    {
        var days = new List<MarketCalendarDay>(last.DayNumber - First.DayNumber + 1);
        for (var day = First; day <= last; day = day.AddDays(1))
            days.Add(new MarketCalendarDay(day, IsTradingDay(day)));
        return days;
    }

    // A working Saturday, as China has around its holidays, is still no trading day.
    static bool IsTradingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsHoliday(day);

    static bool IsHoliday(DateOnly day) => day.Month switch
    {
        1 => day.Day == 1,
        2 => IsSpringFestival(day),
        5 => day.Day <= 3,
        10 => day.Day <= 7,
        _ => false,
    };

    static bool IsSpringFestival(DateOnly day)
    {
        var first = 1 + new Dice(2).For(day.Year).Below(20);
        return day.Day >= first && day.Day < first + 7;
    }
}
